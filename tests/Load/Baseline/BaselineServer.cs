using System.Text.Json.Serialization;
using ImOrleans.Gateway.Hubs.MessagePack;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ImOrleans.Load.Baseline;

/// <summary>
/// The server that ImOrleans is compared with: one ASP.NET Core process with SignalR and SQLite, as a developer who knows both would write
/// it in an afternoon. It speaks the same records, so the same client loads both.
/// </summary>
internal static class BaselineServer
{
    public const string HubPath = "/hub";

    public static async Task<int> RunAsync(string[] args)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(new BaselineLog(Path.Combine(builder.Configuration["data"] ?? ".", "baseline.db")));
        builder.Services.AddSingleton<BaselineUsers>();

        // The two bounds of the hub are those of ImOrleans.
        builder.Services
            .AddSignalR(hub => (hub.MaximumParallelInvocationsPerClient, hub.MaximumReceiveMessageSize) = (64, 256 * 1024))
            .AddJsonProtocol(json => json.PayloadSerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)
            .AddMessagePackProtocol(messagePack => messagePack.SerializerOptions = ProtocolMessagePack.Options);

        WebApplication app = builder.Build();
        app.MapGet("/health/ready", () => "ready");
        app.MapHub<BaselineHub>(HubPath);
        await app.RunAsync();
        return 0;
    }
}
