using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Errors;
using ImOrleans.Protocol.Messages;

namespace ImOrleans.Grains.Conversations;

/// <summary>A conversation: its entries and their order. Key: <see cref="ConversationKey"/>.</summary>
[Alias("im.conversation-grain")]
public interface IConversationGrain : IGrainWithStringKey
{
    /// <summary>Stores what several connections of one user sent, in their order, each all or nothing. Returns when it is stored.</summary>
    /// <returns>For each send its receipts, or its refusal.</returns>
    [Alias("Send"), ResponseTimeout("00:00:05")]
    Task<SendOutcome[]> Send(string userId, SendItem[] sends);

    /// <exception cref="ImException"><see cref="ErrorCode.NotAMember"/>, <see cref="ErrorCode.InvalidRange"/>.</exception>
    [Alias("History"), ResponseTimeout("00:00:05")]
    Task<MessagePage> History(string userId, HistoryQuery query);

    /// <summary>Applies a stored change of the group's members as an entry, once however often it is asked.</summary>
    [Alias("Apply"), ResponseTimeout("00:00:05")]
    Task<AppliedChange> Apply(MembershipChange change);

    /// <exception cref="ImException"><see cref="ErrorCode.NotAMember"/>.</exception>
    [Alias("Typing"), ResponseTimeout("00:00:05")]
    Task Typing(string userId);

    /// <summary>
    /// How far the others have got, as far as they answer; null above 50 members. Without the other person of a direct conversation who has
    /// not written in it. The caller leaves out the members whose privacy hides it.
    /// </summary>
    /// <exception cref="ImException"><see cref="ErrorCode.NotAMember"/>.</exception>
    [Alias("Positions"), ResponseTimeout("00:00:03")]
    Task<MemberPosition[]?> Positions(string userId);

    /// <summary>
    /// A member's read position moved. It is pushed to the others who can see it, at most once a second, up to 50 members.
    /// </summary>
    [Alias("ReadMoved"), ResponseTimeout("00:00:05")]
    Task ReadMoved(string userId, long seq);

    /// <summary>
    /// A member's delivered position moved. It is pushed to the others who can see it, at most once a second, up to 50 members.
    /// </summary>
    /// <param name="settled">
    /// Up to here all devices of the member have the entries, or their lanes have taken them over; 0 when that is not known.
    /// </param>
    /// <returns>The position, clamped to the head.</returns>
    [Alias("DeliveredMoved"), ResponseTimeout("00:00:05")]
    Task<long> DeliveredMoved(string userId, long seq, long settled);

    /// <summary>
    /// The previous activation ended with an append of unknown outcome: members whose devices lack the stored entries are notified.
    /// </summary>
    [Alias("Announce"), ResponseTimeout("00:00:05")]
    Task Announce();

    /// <summary>A member who leased a route now has connections on this gateway, or none any more.</summary>
    [Alias("RouteChanged"), ResponseTimeout("00:00:05")]
    Task RouteChanged(string userId, string gatewayId, bool connected);

    /// <summary>The privacy of a member who leased a route changed.</summary>
    [Alias("ReceiptsChanged"), ResponseTimeout("00:00:05")]
    Task ReceiptsChanged(string userId, ReceiptPrivacy receipts);

    /// <summary>A gateway that was pushed to has no connection of these members.</summary>
    [Alias("RemoveRoutes")]
    Task RemoveRoutes(string gatewayId, string[] userIds);
}
