using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;

namespace ImOrleans.StoreTests.Azure;

/// <summary>The fate of a transaction.</summary>
internal enum Fault
{
    None,

    /// <summary>The account is busy, and has done nothing.</summary>
    Busy,

    /// <summary>The account says that it is busy, but it has done the work.</summary>
    BusyAfterwards,

    /// <summary>The connection is cut before the answer.</summary>
    Cut,
}

/// <summary>A proxy before the table service of the emulator that does to transactions what a real account can do.</summary>
internal sealed class FaultyAccount : IAsyncDisposable
{
    private readonly ConcurrentQueue<Fault> faults = [];
    private readonly HttpClient client = new();
    private readonly WebApplication proxy;
    private readonly Uri service;

    private FaultyAccount(Uri service)
    {
        this.service = service;
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        proxy = builder.Build();
        proxy.Run(AnswerAsync);
    }

    /// <summary>The fate of the transactions after <see cref="Next"/>.</summary>
    public Fault Always { get; set; }

    public string ConnectionString { get; private set; } = "";

    public static async Task<FaultyAccount> StartAsync(string connectionString)
    {
        string endpoint = connectionString.Split(';').Single(part => part.StartsWith("TableEndpoint=", StringComparison.Ordinal));
        FaultyAccount account = new(new Uri(endpoint["TableEndpoint=".Length..]));
        await account.proxy.StartAsync();
        string address = account.proxy.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        account.ConnectionString = connectionString.Replace(endpoint, $"TableEndpoint={address}{account.service.AbsolutePath}",
            StringComparison.Ordinal);
        return account;
    }

    /// <summary>The fates of the next transactions, in order.</summary>
    public void Next(params Fault[] next) => Array.ForEach(next, faults.Enqueue);

    public async ValueTask DisposeAsync()
    {
        await proxy.DisposeAsync();
        client.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        bool isTransaction = context.Request.Path.Value!.EndsWith("$batch", StringComparison.Ordinal);
        Fault fault = !isTransaction ? Fault.None : faults.TryDequeue(out Fault next) ? next : Always;
        if (fault != Fault.Busy)
        {
            using HttpResponseMessage answer = await ForwardAsync(context.Request);
            if (fault == Fault.None)
            {
                await CopyAsync(answer, context.Response);
                return;
            }
        }

        if (fault == Fault.Cut)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
    }

    private async Task<HttpResponseMessage> ForwardAsync(HttpRequest asked)
    {
        // The path is signed as it was written.
        string path = asked.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        Uri address = new(
            service.GetLeftPart(UriPartial.Authority) + path,
                new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        using HttpRequestMessage request = new(new HttpMethod(asked.Method), address);
        using MemoryStream body = new();
        await asked.Body.CopyToAsync(body);
        request.Content = new ByteArrayContent(body.ToArray());
        foreach ((string name, StringValues values) in asked.Headers.Where(header => header.Key is not ("Host" or "Content-Length")))
        {
            if (!request.Headers.TryAddWithoutValidation(name, values.AsEnumerable()))
            {
                request.Content.Headers.TryAddWithoutValidation(name, values.AsEnumerable());
            }
        }

        return await client.SendAsync(request);
    }

    private static async Task CopyAsync(HttpResponseMessage answer, HttpResponse response)
    {
        response.StatusCode = (int)answer.StatusCode;
        foreach ((string name, IEnumerable<string> values) in answer.Headers.Concat(answer.Content.Headers))
        {
            if (name is not ("Transfer-Encoding" or "Connection" or "Keep-Alive"))
            {
                response.Headers[name] = values.ToArray();
            }
        }

        await answer.Content.CopyToAsync(response.Body);
    }
}
