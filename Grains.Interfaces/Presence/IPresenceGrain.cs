using ImOrleans.Protocol.Errors;
using ImOrleans.Protocol.Presence;
using Orleans.Concurrency;

namespace ImOrleans.Grains.Presence;

/// <summary>Whether a user is online, where, and who may know. Key: the user's id, of which nobody needs to exist.</summary>
[Alias("im.presence-grain")]
public interface IPresenceGrain : IGrainWithStringKey
{
    /// <summary>
    /// Where the user is online on this gateway. Repeated by the gateway in rounds, because it is kept in memory; it holds until the gateway says
    /// otherwise or dies. The stamp orders the reports of one gateway: older ones are ignored.
    /// </summary>
    /// <param name="connected">Whether there is any connection, also in the background: that is not online, but being seen.</param>
    [Alias("Report"), ResponseTimeout("00:00:05")]
    Task Report(string gatewayId, long stamp, string[] platforms, bool connected);

    /// <summary>What the reader may see.</summary>
    [Alias("Get"), ReadOnly, ResponseTimeout("00:00:05")]
    Task<UserPresence> Get(string readerId);

    /// <summary>
    /// What these readers may see. From here on the gateway is told of changes with a <see cref="Delivery.Payloads.PresenceChanged"/>, for as long as it
    /// repeats this within <see cref="PresenceOptions.WatchLease"/>. Above the most watching gateways it is answered, but not told.
    /// </summary>
    [Alias("Watch"), ResponseTimeout("00:00:05")]
    Task<PresenceAnswer> Watch(string gatewayId, string[] readerIds);

    /// <summary>The gateway died with all of its connections.</summary>
    [Alias("GatewayGone"), ResponseTimeout("00:00:05")]
    Task GatewayGone(string gatewayId);

    /// <summary>Who may see the user; one of <see cref="PresenceVisibility"/>.</summary>
    [Alias("Privacy"), ReadOnly]
    Task<string> Privacy();

    /// <summary>Sets it, null for the server's default. Whoever watches and may see something else from now on is told.</summary>
    /// <returns>Who may see the user now.</returns>
    /// <exception cref="ImException"><see cref="ErrorCode.InvalidVisibility"/>.</exception>
    [Alias("SetPrivacy")]
    Task<string> SetPrivacy(string? visibleTo);
}
