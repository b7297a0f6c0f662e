using ImOrleans.Client.Storage;
using ImOrleans.Protocol.Messages;

namespace ImOrleans.Client.Receiving;

/// <summary>Moves the place up to which the user has read.</summary>
internal static class ReadMarks
{
    /// <summary>Messages that are looked at to count what stays unread.</summary>
    private const int MostCounted = 1000;

    public static Task<StoredConversation> MoveAsync(
        ConversationTable table, string conversationId, long seq, string me, bool isTold, CancellationToken cancellation) =>
        table.UpdateAsync(
            conversationId,
            async row =>
            {
                IReadOnlyList<Message> later = seq < row.CountedUpTo
                    ? await table.Store.ReadMessagesAsync(conversationId, seq, row.CountedUpTo + 1, MostCounted, cancellation).ConfigureAwait(false)
                    : [];
                return ConversationRules.Read(row, seq, later, me, isTold);
            },
            [],
            cancellation);
}
