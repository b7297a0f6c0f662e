using ImOrleans.Client.Storage;
using ImOrleans.Protocol.Messages;
using Xunit;

namespace ImOrleans.UnitTests.Client;

public sealed class PagingTests
{
    [Theory]
    [InlineData(0, 1, 5, false)]
    [InlineData(17, 18, 20, false)]
    [InlineData(20, 1, 0, false)]
    [InlineData(25, 26, 30, true)]
    public async Task A_page_after_a_place_comes_from_the_store_when_that_has_it_all(long after, int first, int last, bool isAsked)
    {
        await using Bench bench = new();
        bench.Hub.Heads["g:1"] = 40;
        await bench.HasAsync(new StoredConversation { ConversationId = "g:1", Applied = 20, Handled = 20, Head = isAsked ? 40 : 20, FirstSeq = 1 });
        await bench.Store.WriteAsync(new ConversationWrite { Messages = Entries.Of("g:1", 1, 20) }, CancellationToken.None);
        IReadOnlyList<Message> page = await bench.History.AfterAsync("g:1", after, 5, CancellationToken.None);
        Assert.Equal(Enumerable.Range(first, Math.Max(0, last - first + 1)), page.Select(message => (int)message.Seq));
        Assert.Equal(isAsked, bench.Hub.Asked.All.Length > 0);
    }

    /// <summary>A server ends its pages at a number of bytes too.</summary>
    [Fact]
    public async Task A_short_page_of_the_server_is_not_taken_for_the_end()
    {
        await using Bench bench = new();
        bench.Hub.Heads["g:1"] = 40;
        bench.Hub.MostOnPage = 4;
        Assert.Equal(Enumerable.Range(11, 10), (await bench.History.AfterAsync("g:1", 10, 10, CancellationToken.None)).Select(message => (int)message.Seq));
        Assert.Equal(Enumerable.Range(20, 10), (await bench.History.BeforeAsync("g:1", 30, 10, CancellationToken.None)).Select(message => (int)message.Seq));
        Assert.Equal(Enumerable.Range(36, 5), (await bench.History.AfterAsync("g:1", 35, 10, CancellationToken.None)).Select(message => (int)message.Seq));
        Assert.Equal(Enumerable.Range(1, 5), (await bench.History.BeforeAsync("g:1", 6, 10, CancellationToken.None)).Select(message => (int)message.Seq));
    }

    [Fact]
    public async Task Without_a_connection_a_page_ends_where_the_store_has_a_hole()
    {
        await using Bench bench = new();
        bench.Online.Shut();
        await bench.HasAsync(new StoredConversation { ConversationId = "g:1", Applied = 20, Handled = 20, Head = 20, FirstSeq = 1 });
        await bench.Store.WriteAsync(new ConversationWrite { Messages = [.. Entries.Of("g:1", 1, 4), .. Entries.Of("g:1", 8, 20)] }, CancellationToken.None);
        Assert.Equal([3L, 4L], (await bench.History.AfterAsync("g:1", 2, 5, CancellationToken.None)).Select(message => message.Seq));
        Assert.Equal([8L, 9L], (await bench.History.BeforeAsync("g:1", 10, 5, CancellationToken.None)).Select(message => message.Seq));
    }
}
