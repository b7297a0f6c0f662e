using ImOrleans.Grains.Conversations;
using ImOrleans.Grains.Conversations.Log;
using ImOrleans.Grains.Push;
using ImOrleans.Grains.Users;
using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Messages;
using ImOrleans.UnitTests.Grains;
using Xunit;

namespace ImOrleans.UnitTests.Push;

public sealed class ReadingUnseenTests
{
    private readonly MemoryLog log = new();
    private readonly NotifyFact fact = new() { FirstSeq = 1, ReadUpTo = 0, Held = 0, Notify = NotifyLevel.All };

    [Fact]
    public async Task Own_messages_notices_and_what_is_read_or_too_new_do_not_notify()
    {
        await log.AppendAsync("g:1", 0, [Entry("a", "anna"), Entry("b", "ben"), Entry("c", "server", counts: false), Entry("d", "anna"), Entry("e", "anna")]);
        Assert.Equal(["a", "d", "e"], await ReadAsync(fact, upTo: 5));
        Assert.Equal(["a", "d"], await ReadAsync(fact, upTo: 4));
        Assert.Equal(["d", "e"], await ReadAsync(fact with { ReadUpTo = 1 }, upTo: 5));
        Assert.Equal(["e"], await ReadAsync(fact with { FirstSeq = 5 }, upTo: 5));
        Assert.Empty(await ReadAsync(fact with { ReadUpTo = 5 }, upTo: 5));
    }

    [Fact]
    public async Task At_the_level_of_mentions_only_those_notify()
    {
        await log.AppendAsync("g:1", 0, [Entry("a", "anna"), Entry("b", "anna", "carl"), Entry("c", "anna", "ben")]);
        Assert.Equal(["c"], await ReadAsync(fact with { Notify = NotifyLevel.Mentions }, upTo: 3));
    }

    private async Task<string[]> ReadAsync(NotifyFact some, long upTo) => Array.ConvertAll(
        await new UnseenEntries("ben", log, new PushOptions()).ReadAsync("g:1", some, upTo, head: 5), message => message.ClientMessageId);

    private static NewEntry Entry(string id, string senderId, string? mentioned = null, bool counts = true) => new()
    {
        MessageId = id,
        SenderId = senderId,
        ClientMessageId = id,
        Kind = MessageKind.Text,
        SentAt = 0,
        Counts = counts,
        Body = new EntryBody(new MessageContent { Text = id }, null, mentioned is null ? null : [mentioned]).ToJson(),
    };
}
