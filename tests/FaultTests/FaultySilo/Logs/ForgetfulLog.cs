using ImOrleans.Grains.Conversations.Log;
using ImOrleans.Protocol.Messages;

namespace ImOrleans.FaultySilo.Logs;

/// <summary>A bug: a message that is sent again is a new one.</summary>
internal sealed class ForgetfulLog(IMessageLog log) : WrappedLog(log)
{
    private const char Mark = '~';

    public override Task<AppendResult> AppendAsync(
        string conversationId, long expectedHead, IReadOnlyList<NewEntry> entries, IReadOnlyList<Amendment>? amendments = null) => Log.AppendAsync(
        conversationId,
        expectedHead,
        [.. entries.Select(entry => entry.SenderId == Message.Server
            ? entry
            : entry with { ClientMessageId = $"{entry.ClientMessageId}{Mark}{entry.MessageId}" })],
        amendments);

    public override async Task<LogPage> ReadAsync(string conversationId, LogRange range)
    {
        LogPage page = await Log.ReadAsync(conversationId, range);
        return page with { Entries = [.. page.Entries.Select(Unmarked)] };
    }

    private static StoredEntry Unmarked(StoredEntry entry) => entry with { ClientMessageId = entry.ClientMessageId.Split(Mark)[0] };
}
