using ImOrleans.Grains.Conversations.Log;
using ImOrleans.Protocol.Messages;

namespace ImOrleans.FaultySilo.Logs;

/// <summary>A bug: a message that is sent again is a new one.</summary>
internal sealed class ForgetfulLog(IMessageLog log) : IMessageLog
{
    private const char Mark = '~';

    public Task<AppendResult> AppendAsync(string conversationId, long expectedHead, IReadOnlyList<NewEntry> entries) => log.AppendAsync(
        conversationId,
        expectedHead,
        [.. entries.Select(entry => entry.SenderId == Message.Server
            ? entry
            : entry with { ClientMessageId = $"{entry.ClientMessageId}{Mark}{entry.MessageId}" })]);

    public async Task<IReadOnlyList<StoredEntry>> ReadAsync(string conversationId, LogRange range) =>
        [.. (await log.ReadAsync(conversationId, range)).Select(Unmarked)];

    public async Task<IReadOnlyDictionary<string, StoredEntry>> HeadsAsync(IReadOnlyCollection<string> conversationIds) =>
        (await log.HeadsAsync(conversationIds)).ToDictionary(head => head.Key, head => Unmarked(head.Value));

    public Task<IReadOnlyDictionary<string, StoredEntry>> FindAsync(string conversationId, string senderId, IReadOnlyCollection<string> clientMessageIds) =>
        log.FindAsync(conversationId, senderId, clientMessageIds);

    private static StoredEntry Unmarked(StoredEntry entry) => entry with { ClientMessageId = entry.ClientMessageId.Split(Mark)[0] };
}
