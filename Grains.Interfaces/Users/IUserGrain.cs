using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Errors;
using Orleans.Concurrency;

namespace ImOrleans.Grains.Users;

/// <summary>One user's view of their conversations. Key: the user's id.</summary>
[Alias("im.user-grain")]
public interface IUserGrain : IGrainWithStringKey
{
    /// <summary>
    /// Makes the user a member on the user's side, or changes the title of a membership that lasts; durable when it returns. Idempotent;
    /// older versions are ignored.
    /// </summary>
    /// <exception cref="ImException"><see cref="ErrorCode.UnknownUser"/> when the account was deleted.</exception>
    [Alias("Join")]
    Task Join(Membership membership);

    /// <summary>Ends a membership on the user's side; durable when it returns. Idempotent; older versions are ignored.</summary>
    [Alias("Leave")]
    Task Leave(string conversationId, long version);

    /// <summary>The conversation list, newest first. Limit 1-200.</summary>
    /// <param name="positions">With the positions of the others in small conversations.</param>
    [Alias("List")]
    Task<ConversationPage> List(int limit, string? next, bool positions = false);

    /// <summary>The changes since the cursor; see <see cref="SyncResult"/>.</summary>
    /// <exception cref="ImException"><see cref="ErrorCode.InvalidRange"/>.</exception>
    [Alias("Sync"), ResponseTimeout("00:00:05")]
    Task<SyncResult> Sync(SyncRequest request);

    /// <summary>
    /// A setting of the user changed, or the profile of the user or of a person in a conversation of the user. Durable when it returns; the
    /// user's devices are notified. Idempotent.
    /// </summary>
    /// <param name="change">Of kind <see cref="ChangeKind.Profile"/> or <see cref="ChangeKind.Settings"/>.</param>
    /// <returns>
    /// The user's conversations when it was the user's own profile: their members have to be notified too. Otherwise none.
    /// </returns>
    [Alias("Changed"), ResponseTimeout("00:00:05")]
    Task<string[]> Changed(ConversationChange change);

    /// <summary>
    /// Moves the read position, never back; durable when it returns. The user's other connections and small conversations are notified.
    /// </summary>
    /// <exception cref="ImException"><see cref="ErrorCode.NotAMember"/>, <see cref="ErrorCode.InvalidRange"/>.</exception>
    [Alias("Read"), ResponseTimeout("00:00:05")]
    Task Read(string conversationId, long seq, string connectionId);

    /// <summary>
    /// Moves the delivered positions of a device, never back, clamped to the head; positions in foreign conversations are ignored.
    /// </summary>
    [Alias("Delivered"), ResponseTimeout("00:00:05")]
    Task Delivered(string deviceId, ConversationPosition[] positions);

    /// <summary>
    /// Entries of a conversation are an acknowledgement delay old, and this member is not known to have them, or has sent some of them.
    /// Moves the head, and the read position to the member's own newest entry. Devices that are behind are notified by their streams; the
    /// answer does not wait for that.
    /// </summary>
    [Alias("Posted"), ResponseTimeout("00:00:05")]
    Task<PostedAnswer> Posted(PostedNews news);

    /// <summary>Returns those of the given users to whom this one has written in a direct conversation.</summary>
    [Alias("Contacts"), AlwaysInterleave, ResponseTimeout("00:00:05")]
    Task<string[]> Contacts(string[] userIds);

    /// <summary>
    /// For gateways: which of these conversations are in the user's index. It has those that the user is a member of, and those that the
    /// user has left, as many as are kept. The owner of a conversation still judges what the user may do there.
    /// </summary>
    /// <returns>In the order of the question.</returns>
    [Alias("Knows"), AlwaysInterleave, ResponseTimeout("00:00:05")]
    Task<bool[]> Knows(string[] conversationIds);

    /// <summary>For the conversation: how far this user has got in it; null for who is no member.</summary>
    [Alias("Reached"), AlwaysInterleave, ResponseTimeout("00:00:02")]
    Task<MemberPosition?> Reached(string conversationId);

    /// <summary>The lane of a device has taken over what the device misses up to these places.</summary>
    /// <returns>How far the device has each of these conversations, in the order of the question.</returns>
    [Alias("TakenOver"), AlwaysInterleave, ResponseTimeout("00:00:05")]
    Task<long[]> TakenOver(string deviceId, ConversationPosition[] taken);
}
