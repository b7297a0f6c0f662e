using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Errors;

namespace ImOrleans.Grains.Users;

/// <summary>The part of a user's index that decides on notifications. The user grain of the same key implements it.</summary>
[Alias("im.user-notify-grain")]
public interface IUserNotifyGrain : IGrainWithStringKey
{
    /// <summary>
    /// The facts on which notifications at these places depend. When the user reads past one of them, the user's push grain is notified.
    /// </summary>
    [Alias("Notifying"), ResponseTimeout("00:00:05")]
    Task<NotifyFacts> Notifying(NotifyPlace[] places);

    /// <summary>Changes the user's settings for one conversation; durable when it returns. The user's devices are notified.</summary>
    /// <returns>The settings in force.</returns>
    /// <exception cref="ImException"><see cref="ErrorCode.NotAMember"/>, <see cref="ErrorCode.InvalidNotifyLevel"/>.</exception>
    [Alias("Choose"), ResponseTimeout("00:00:05")]
    Task<ConversationSettings> Choose(string conversationId, ConversationSettings change);
}
