using System.Reflection;
using ImOrleans.Protocol.Accounts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ImOrleans.Gateway.Endpoints;

/// <summary>What a client should know before it signs in.</summary>
internal static class ServerEndpoints
{
    private const int ProtocolVersion = 1;

    /// <summary>What protocol 1 promises. A host whose silos are set up otherwise registers its own.</summary>
    public static ServerLimits PromisedLimits { get; } = new()
    {
        MaxDraftsPerSend = 32,
        MaxMessageBytes = 16 * 1024,
        MaxSendBytes = 192 * 1024,
        MaxGroupMembers = 500,
        MaxHistoryPage = Paging.MaximumLimit,
    };

    private static string Version { get; } =
        typeof(ServerEndpoints).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    public static void MapServer(this IEndpointRouteBuilder api)
    {
        api.MapGet("/server", Get).AllowAnonymous()
            .WithName("GetServer").WithSummary("Name, version and limits of this server.");
    }

    private static Ok<ServerInfo> Get(ServerLimits limits) => TypedResults.Ok(new ServerInfo
    {
        Name = "ImOrleans",
        Version = Version,
        Protocol = ProtocolVersion,
        Limits = limits,
    });
}
