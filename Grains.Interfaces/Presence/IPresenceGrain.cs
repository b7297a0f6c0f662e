using ImOrleans.Grains.Delivery;
using ImOrleans.Protocol.Errors;
using ImOrleans.Protocol.Presence;
using Orleans.Concurrency;

namespace ImOrleans.Grains.Presence;

/// <summary>
/// The owner of a user's connections: conversations lease routes from it, watchers lease presence from it, and no other part counts
/// connections. In memory, except for the privacy settings and the time when the user was last seen. Key: a user id, which need not exist.
/// </summary>
[Alias("im.presence-grain")]
public interface IPresenceGrain : IGrainWithStringKey
{
    /// <summary>
    /// The connections of the user on one gateway, reported at each change and again every 20 s, because they are kept in memory. A report
    /// is valid until the gateway replaces it or dies. Returns when the conversations that hold a lease know the route, so that a sync
    /// after it misses nothing.
    /// </summary>
    /// <returns>Whether the route of this gateway was not known: the user's connections there may have missed entries.</returns>
    [Alias("ReportConnections"), AlwaysInterleave, ResponseTimeout("00:00:05")]
    Task<bool> Report(ConnectionReport report);

    /// <summary>The gateway died with all of its connections.</summary>
    [Alias("GatewayGone"), ResponseTimeout("00:00:05")]
    Task GatewayGone(string gatewayId);

    /// <summary>
    /// For a conversation: the gateways that the user is connected to, and what the user's privacy allows there. For
    /// <see cref="PresenceOptions.RouteLease"/> the conversation is notified of the first and the last connection on a gateway, and of
    /// changed privacy.
    /// </summary>
    [Alias("LeaseRoutes"), AlwaysInterleave, ResponseTimeout("00:00:05")]
    Task<LeasedRoutes> LeaseRoutes(string conversationId);

    /// <summary>For the user's index: the conversations that may have moved without its knowing.</summary>
    /// <param name="since">The mark of the answer before; null for the first question.</param>
    [Alias("Holders"), AlwaysInterleave, ResponseTimeout("00:00:05")]
    Task<LeaseHolders> Holders(long? since);

    /// <summary>The gateways that the user is connected to now.</summary>
    [Alias("Gateways"), AlwaysInterleave, ResponseTimeout("00:00:05")]
    Task<string[]> Gateways();

    /// <summary>Pushes a frame to each gateway that the user is connected to, at once and best effort.</summary>
    [Alias("Push"), AlwaysInterleave, ResponseTimeout("00:00:05")]
    Task Push(Frame frame);

    /// <summary>The presence, as far as the reader can see it.</summary>
    [Alias("Get"), ReadOnly, ResponseTimeout("00:00:05")]
    Task<UserPresence> Get(string readerId);

    /// <summary>
    /// The presence, as far as these readers can see it. From now on the gateway is notified of changes with a
    /// <see cref="Delivery.Payloads.PresenceChanged"/>, as long as it repeats this within <see cref="PresenceOptions.WatchLease"/>. Above
    /// the most watching gateways it gets answers but no notifications.
    /// </summary>
    [Alias("Watch"), ResponseTimeout("00:00:05")]
    Task<PresenceAnswer> Watch(string gatewayId, string[] readerIds);

    /// <summary>The privacy settings in force: of presence and of receipts.</summary>
    [Alias("Privacy"), ReadOnly, ResponseTimeout("00:00:05")]
    Task<PresencePrivacy> Privacy();

    /// <summary>
    /// Changes it; durable when it returns. Watchers are notified. The conversations that hold a lease know it when this returns, except
    /// one that does not answer within 5 s: that one knows it when its lease ends.
    /// </summary>
    /// <returns>The settings in force after the change.</returns>
    /// <exception cref="ImException"><see cref="ErrorCode.InvalidVisibility"/>, <see cref="ErrorCode.InvalidReceipts"/>.</exception>
    [Alias("SetPrivacy")]
    Task<PresencePrivacy> SetPrivacy(PresencePrivacy change);

    /// <summary>
    /// The account was deleted: from now on all callers get the answer for an unknown user, and watchers are notified of it. Idempotent.
    /// </summary>
    [Alias("Close")]
    Task Close();
}
