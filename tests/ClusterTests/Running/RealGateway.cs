using ImOrleans.Gateway;
using ImOrleans.Gateway.Process;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ImOrleans.ClusterTests.Running;

/// <summary>The gateway as it is shipped, with sockets, beside the silos: it outlives all of them.</summary>
internal sealed class RealGateway : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("im-gateway-");
    private readonly WebApplication app;

    private RealGateway(ImCluster cluster, string[] settings)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            EnvironmentName = Environments.Development,
            ContentRootPath = folder.FullName,
        });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Im:DataPath"] = folder.FullName,
            ["Im:Gateway:CheckWindow"] = "00:00:00.300",

            // A round would heal the fault in time; the test shows that it is healed before.
            ["Im:Gateway:RoundPeriod"] = "00:00:40",
            ["Im:Presence:Settling"] = "00:01:20",
        });
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => setting.Split('=')).Select(parts => KeyValuePair.Create(parts[0], (string?)parts[1])));
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(cluster.Grains);
        builder.AddGateway();
        app = builder.Build();
        app.UseGateway();
        app.MapGateway();
    }

    public string Id => app.Services.GetRequiredService<GatewayIdentity>().Id;

    public Uri Address => new(app.Urls.Single());

    /// <param name="settings">Each is <c>name=value</c>.</param>
    public static async Task<RealGateway> Start(ImCluster cluster, params string[] settings)
    {
        RealGateway gateway = new(cluster, settings);
        await gateway.app.StartAsync();
        return gateway;
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        folder.Delete(recursive: true);
    }
}
