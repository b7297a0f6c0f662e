using ImOrleans.Protocol.Errors;

namespace ImOrleans.Grains.Conversations;

/// <summary>The beginning and the end of a direct conversation. The conversation grain of the same key implements it.</summary>
[Alias("im.direct-conversation-grain")]
public interface IDirectConversationGrain : IGrainWithStringKey
{
    /// <summary>Makes a direct conversation exist for both people; durable when it returns. Idempotent.</summary>
    /// <exception cref="ImException"><see cref="ErrorCode.UnknownUser"/>, <see cref="ErrorCode.NotAMember"/>.</exception>
    [Alias("Open"), ResponseTimeout("00:00:05")]
    Task Open(string userId);

    /// <summary>
    /// The account of one of the two people of a direct conversation was deleted: the other can still read, and the conversation takes no
    /// more messages. Durable when it returns. Idempotent.
    /// </summary>
    [Alias("Close"), ResponseTimeout("00:00:05")]
    Task Close();
}
