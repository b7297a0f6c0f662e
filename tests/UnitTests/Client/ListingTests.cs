using System.Net;
using System.Net.Http.Json;
using ImOrleans.Client;
using ImOrleans.Client.Accounts;
using ImOrleans.Client.Events;
using ImOrleans.Client.Receiving;
using ImOrleans.Client.Storage;
using ImOrleans.Protocol.Accounts;
using ImOrleans.Protocol.Conversations;
using Xunit;

namespace ImOrleans.UnitTests.Client;

public sealed class ListingTests
{
    private const int MaxCatchUp = 100;

    [Fact]
    public async Task A_listing_keeps_titles_and_leaves_the_bounds_of_catching_up_to_the_sync()
    {
        await using Bench bench = new(options => options with { MaxCatchUp = MaxCatchUp });
        await bench.HasAsync(new StoredConversation { ConversationId = "g:1", Applied = 10, Handled = 10, Head = 10, FirstSeq = 1 });
        bench.Hub.Heads["g:1"] = 500;
        bench.Hub.Syncs = _ => ScriptedHub.Nothing("1") with { Conversations = [ScriptedHub.Head("g:1", 500)] };

        await ListAsync(bench, 500, bench.Syncing.Request);

        await bench.Synced.UntilAsync(all => all.Length == 1, "a sync");
        Assert.Equal(new SeqRange(11, 400), Assert.Single(bench.Received.All, received => received.Skipped is not null).Skipped);
        Assert.Equal(Enumerable.Range(401, MaxCatchUp), bench.Received.All.SelectMany(received => received.Messages).Select(message => (int)message.Seq));
        Assert.Equal("The group", (await bench.RowAsync("g:1")).Title);
    }

    [Fact]
    public async Task A_listing_moves_no_head_and_asks_for_what_it_shows_to_be_new()
    {
        await using Bench bench = new();
        await bench.HasAsync(new StoredConversation { ConversationId = "g:1", Applied = 10, Handled = 10, Head = 10, FirstSeq = 1 });
        int asked = 0;
        await ListAsync(bench, 10, () => asked++);
        Assert.Equal(0, asked);
        await ListAsync(bench, 11, () => asked++);
        Assert.Equal(1, asked);
        StoredConversation row = await bench.RowAsync("g:1");
        Assert.Equal((10, 1, "The group"), (row.Head, row.FirstSeq, row.Title));
    }

    [Fact]
    public async Task A_conversation_of_which_only_the_title_is_known_is_read_from_the_server()
    {
        await using Bench bench = new();
        bench.Hub.Heads["g:1"] = 80;
        await ListAsync(bench, 80, () => { });
        Assert.Equal(Enumerable.Range(31, 50), (await bench.History.BeforeAsync("g:1", null, 50, CancellationToken.None)).Select(message => (int)message.Seq));
    }

    [Fact]
    public async Task A_full_disk_does_not_keep_the_list_from_who_asked()
    {
        await using Bench bench = new();
        bench.Disk.IsFull = true;
        Assert.Equal("The group", Assert.Single((await ListAsync(bench, 1, () => { })).Items).Title);
        await bench.StoreStates.UntilAsync(all => all.Length == 1, "a failure");
    }

    private static async Task<ConversationPage> ListAsync(Bench bench, long head, Action sync)
    {
        ConversationSummary summary = new()
        {
            ConversationId = "g:1", Kind = ConversationKind.Group, Title = "The group", Head = head, FirstSeq = 1, ReadUpTo = 0, Unread = head,
        };
        ImClientOptions options = bench.Options with { HttpHandler = () => new OnePage(new ConversationPage { Items = [summary] }) };
        using RestCalls rest = new(options, new ServerAddresses(options));
        using Session session = new(new MemoryStore(), new NoTokens(), bench.Options);
        await session.SignInAsync("bob", "password", CancellationToken.None);
        return await new Conversations(new Api(rest, session), bench.Table, sync).ListAsync(cancellation: CancellationToken.None);
    }

    private sealed class OnePage(ConversationPage page) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = JsonContent.Create(page) });
    }

    private sealed class NoTokens : ITokenSource
    {
        public Task<Answer<SessionReply>> SignInAsync(SignInRequest request, CancellationToken cancellation) => Task.FromResult(new Answer<SessionReply>(
            new SessionReply
            {
                UserId = "bob", DeviceId = "phone", AccessToken = "access", RefreshToken = "refresh", ExpiresAt = DateTimeOffset.UnixEpoch.AddDays(1),
            },
            DateTimeOffset.UnixEpoch));

        public Task<Answer<SessionReply>> RefreshAsync(RefreshRequest request, CancellationToken cancellation) => throw new NotSupportedException();
    }
}
