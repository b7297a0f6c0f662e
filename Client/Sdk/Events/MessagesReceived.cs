using ImOrleans.Client.Kinds;
using ImOrleans.Protocol.Messages;

namespace ImOrleans.Client.Events;

/// <summary>The next entries of a conversation, the user's own among them.</summary>
public sealed record MessagesReceived
{
    /// <summary>The conversation of the entries.</summary>
    public required string ConversationId { get; init; }

    /// <summary>
    /// Ascending by seq and without holes; they follow those of the last event of this conversation. Empty only with <see cref="Skipped"/>.
    /// </summary>
    public required IReadOnlyList<Message> Messages { get; init; }

    /// <summary>The entries of <see cref="Messages"/> that a message list shows, see <see cref="Appearance.IsShown"/>.</summary>
    public IEnumerable<Message> Shown => Messages.Where(Appearance.IsShown);

    /// <summary>
    /// Entries before <see cref="Messages"/> that are not handed over: too many were missed, or the user was not in the group when they
    /// were written. <see cref="ImClient.GetMessagesAsync"/> reads those that the user can read.
    /// </summary>
    public SeqRange? Skipped { get; init; }

    /// <summary>
    /// The client ended while the handlers ran, so these may have been handled already. Never true in the run in which they came.
    /// </summary>
    public bool IsRedelivered { get; init; }
}

/// <summary>Entries that follow one another.</summary>
/// <param name="First">The first, included.</param>
/// <param name="Last">The last, included.</param>
public sealed record SeqRange(long First, long Last);
