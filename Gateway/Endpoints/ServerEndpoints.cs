using ImOrleans.Gateway.Process;
using ImOrleans.Grains.Conversations;
using ImOrleans.Grains.Groups;
using ImOrleans.Grains.Presence;
using ImOrleans.Protocol.Accounts;
using ImOrleans.Protocol.Limits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace ImOrleans.Gateway.Endpoints;

/// <summary>Facts for a client before it signs in.</summary>
internal static class ServerEndpoints
{
    private const int ProtocolVersion = 1;

    public static void MapServer(this IEndpointRouteBuilder api)
    {
        api.MapGet("/server", Get).AllowAnonymous()
            .WithName("GetServer").WithSummary("Name, version and limits of this server.");
    }

    private static Ok<ServerInfo> Get(
        IOptions<SendOptions> sends, IOptions<GroupOptions> groups, IOptions<PresenceOptions> presence, IOptions<GatewayOptions> gateway) => TypedResults.Ok(new ServerInfo
    {
        Name = "ImOrleans",
        Version = ProductVersion.Text,
        Protocol = ProtocolVersion,
        Addresses = gateway.Value.Addresses,
        Limits = new ServerLimits
        {
            MaxDraftsPerSend = sends.Value.MaxDraftsPerSend,
            MaxMessageBytes = sends.Value.MaxMessageBytes,
            MaxSendBytes = sends.Value.MaxSendBytes,
            MaxGroupMembers = groups.Value.MaxMembers,
            MaxHistoryPage = ProtocolLimits.Page,
            MaxMembersAdded = groups.Value.MaxAdded,
            MaxSyncHeads = gateway.Value.MaxSyncHeads,
            MaxPositions = gateway.Value.MaxPositions,
            MaxWatched = presence.Value.MaxWatched,
        },
    });
}
