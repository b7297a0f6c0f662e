using System.Globalization;
using System.Net;
using ImOrleans.ServiceDefaults.Outbound;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ImOrleans.UnitTests.Outbound;

/// <summary>The outbound client as it is shipped, with names that resolve as a test says.</summary>
internal sealed class OutsideRequests : IDisposable
{
    private readonly ServiceProvider services;

    /// <param name="settings">Settings of the section <c>Im:Outbound</c>.</param>
    public OutsideRequests(params (string Name, object Value)[] settings)
    {
        ServiceCollection collection = new();
        collection.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(
            setting => $"{OutboundOptions.Section}:{setting.Name}",
            setting => Convert.ToString(setting.Value, CultureInfo.InvariantCulture))).Build());
        collection.AddSingleton<TimeProvider>(Time);
        collection.AddSingleton<OutboundResolver>((host, _) =>
        {
            Resolved++;
            return Task.FromResult(Array.ConvertAll(Names[host], IPAddress.Parse));
        });
        collection.AddOutboundClient();
        services = collection.BuildServiceProvider();
        Client = services.GetRequiredService<IHttpClientFactory>().CreateOutboundClient();
    }

    public HttpClient Client { get; }

    public FakeTimeProvider Time { get; } = new();

    /// <summary>The addresses of each name.</summary>
    public Dictionary<string, string[]> Names { get; } = new() { ["localhost"] = ["127.0.0.1"] };

    public int Resolved { get; private set; }

    public static OutsideRequests Allowing(params string[] hosts) =>
        new([.. hosts.Select((host, i) => ($"AllowedHosts:{i}", (object)host))]);

    /// <returns>The body of the answer.</returns>
    public async Task<string> GetAsync(string address)
    {
        // Only the headers are waited for by the client itself: the bounds on the body are those of the product.
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        using HttpResponseMessage answer = await Client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellation);
        return await answer.Content.ReadAsStringAsync(cancellation);
    }

    public void Dispose()
    {
        Client.Dispose();
        services.Dispose();
    }
}
