namespace ImOrleans.Grains.Conversations;

/// <summary>The removal of what one user sent. The conversation grain of the same key implements it.</summary>
[Alias("im.conversation-erasure-grain")]
public interface IConversationErasureGrain : IGrainWithStringKey
{
    /// <summary>
    /// Removes the content of the user's messages for ever, in one bounded step. Members and readers see the messages as deleted. Durable
    /// when it returns. Idempotent.
    /// </summary>
    /// <param name="after">0 for the first step, then the last answer.</param>
    /// <returns>Pass it to the next step; null when this was the last one.</returns>
    [Alias("Erase")]
    Task<long?> Erase(string senderId, long after);
}
