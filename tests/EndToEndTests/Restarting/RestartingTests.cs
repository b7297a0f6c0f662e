using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Messages;
using Xunit;

namespace ImOrleans.EndToEndTests.Restarting;

public sealed class RestartingTests
{
    private const int Outstanding = 4;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(150)]
    [InlineData(900)]
    public async Task After_a_kill_everything_acknowledged_is_there_once_and_under_its_number(int acknowledgements)
    {
        await using SiloProcess silo = await SiloProcess.StartAsync();
        Town town = await Town.SettleAsync(silo);
        Connection[] connections = await town.ConnectAsync();
        Ledger ledger = new();

        await TalkUntilAsync(ledger, town, connections, acknowledgements, silo.KillAsync);
        await silo.StartAgainAsync();

        town = await town.ReturnAsync();
        connections = await town.ConnectAsync();
        await EnsureKeptAsync(ledger, town, connections);
        foreach (Attempt attempt in ledger.Unacknowledged.ToArray())
        {
            await ledger.RetryAsync(connections.Single(connection => connection.Device.UserId == attempt.SenderId), attempt);
        }

        foreach (Attempt attempt in ledger.Attempts.Take(20))
        {
            Connection sender = connections.Single(connection => connection.Device.UserId == attempt.SenderId);
            Assert.True((await sender.SendAsync(attempt.ConversationId, attempt.Draft))[0].Duplicate);
        }

        await EnsureKeptAsync(ledger, town, connections);
        Message[][] stored = await Task.WhenAll(town.Talks.Select(id => EverythingAsync(town, connections, id)));
        Assert.Equal(ledger.Attempts.Count(), stored.Sum(messages => messages.Count(message => message.Kind != MessageKind.Notice)));
        await EnsureIndexIsLevelAsync(town, connections);
        await CloseAsync(connections);
    }

    [Fact]
    public async Task After_a_kill_sign_ins_lists_read_positions_and_groups_are_as_they_were()
    {
        await using SiloProcess silo = await SiloProcess.StartAsync();
        Town town = await Town.SettleAsync(silo);
        Connection[] connections = await town.ConnectAsync();
        string changing = town.Changing.ConversationId;
        await connections[0].SendAsync(town.Listening, Drafts.Numbered(5));
        await connections[Town.Talking].ReadAsync(town.Listening, 3);
        await connections[0].ReadAsync(changing, (await connections[0].SayAsync(changing, "all four")).Seq);
        await connections[0].ReadAsync(town.Listening, 5);
        await town.Devices[0].RemoveAsync(town.Changing, town.Devices[1].UserId);
        await town.Devices[0].AddAsync(town.Changing, town.Devices[3].UserId);
        await town.Devices[2].RemoveAsync(town.Changing, town.Devices[2].UserId);
        string before = await town.DescribeAsync();
        string cursor = (await connections[Town.Talking].SyncAsync()).Cursor;

        await silo.KillAsync();
        await silo.StartAgainAsync();

        town = await town.ReturnAsync();
        Assert.Equal(before, await town.DescribeAsync());
        connections = await town.ConnectAsync();
        SyncResult sync = await connections[Town.Talking].SyncAsync(cursor);
        Assert.Null(sync.Reset);
        Assert.Empty(sync.Conversations);
        ConversationHead listening = (await connections[Town.Talking].SyncAsync()).Conversations.Single(head => head.ConversationId == town.Listening);
        Assert.Equal((5, 3, 2), (listening.Head, listening.ReadUpTo, listening.Unread));
        Assert.Equal(4, (await connections[3].HistoryAsync(changing)).FirstSeq);
        await Assert.ThrowsAnyAsync<Exception>(() => connections[1].HistoryAsync(changing));
        SendReceipt after = await connections[0].SayAsync(changing, "three of us");
        await connections[3].ReceivesAsync(changing, after.Seq);
        await connections[Town.Talking].ReceivesAsync(changing, after.Seq);
        await CloseAsync(connections);
    }

    [Fact]
    public async Task After_a_kill_what_one_said_oneself_is_still_read()
    {
        await using SiloProcess silo = await SiloProcess.StartAsync();
        Town town = await Town.SettleAsync(silo);
        Connection[] connections = await town.ConnectAsync();
        await connections[0].SayAsync(town.Listening, "question");
        await connections[Town.Talking].SayAsync(town.Listening, "answer");
        await connections[0].SyncAsync();

        await silo.KillAsync();
        await silo.StartAgainAsync();

        await using Connection returned = await (await town.Devices[0].RefreshAsync()).ConnectAsync();
        ConversationHead head = (await returned.SyncAsync()).Conversations.Single(head => head.ConversationId == town.Listening);
        Assert.Equal((2, 1, 1), (head.Head, head.ReadUpTo, head.Unread));
        await CloseAsync(connections);
    }

    [Fact]
    public async Task A_process_that_is_asked_to_stop_in_the_middle_of_sends_exits_with_0_and_loses_nothing()
    {
        await using SiloProcess silo = await SiloProcess.StartAsync();
        Town town = await Town.SettleAsync(silo);
        Connection[] connections = await town.ConnectAsync();
        Ledger ledger = new();
        (int exitCode, int said) = (-1, 0);

        await TalkUntilAsync(ledger, town, connections, 300, async () =>
        {
            said = silo.Run.Everything.Length;
            exitCode = await silo.StopAsync();
        });
        Assert.True(exitCode == 0, $"It exited with {exitCode}. It printed: {silo.Run.Everything}");
        silo.Run.EnsureNoStackTrace(said);
        await silo.StartAgainAsync();

        town = await town.ReturnAsync();
        connections = await town.ConnectAsync();
        await EnsureKeptAsync(ledger, town, connections);
        await EnsureIndexIsLevelAsync(town, connections);
        string before = await town.DescribeAsync();
        await CloseAsync(connections);
        Assert.Equal(0, await silo.StopAsync());
        await silo.StartAgainAsync();
        Assert.Equal(before, await (await town.ReturnAsync()).DescribeAsync());
    }

    /// <summary>Each of the talking people says things in all of their conversations, several at once, until the silo is gone.</summary>
    private static async Task TalkUntilAsync(Ledger ledger, Town town, Connection[] connections, int acknowledgements, Func<Task> end)
    {
        TaskCompletionSource enough = new(TaskCreationOptions.RunContinuationsAsynchronously);
        async Task Talk(Connection speaker, string id)
        {
            while (await ledger.SendAsync(speaker, id, Drafts.Text($"said by {speaker.Device.UserId}")))
            {
                if (ledger.Acknowledged >= acknowledgements)
                {
                    enough.TrySetResult();
                }
            }
        }

        Task[] talking = [.. connections.Take(Town.Talking)
            .SelectMany(speaker => town.TalksOf(speaker.Device).SelectMany(id => Enumerable.Range(0, Outstanding).Select(_ => Talk(speaker, id))))];
        await enough.Task.WaitAsync(Patience);
        await end();
        await Task.WhenAll(talking).WaitAsync(Patience);
        await CloseAsync(connections);
    }

    private static async Task EnsureKeptAsync(Ledger ledger, Town town, Connection[] connections)
    {
        foreach (string id in town.Talks)
        {
            ledger.EnsureKept(id, await EverythingAsync(town, connections, id));
        }
    }

    /// <summary>The index of a user agrees with the conversations.</summary>
    private static async Task EnsureIndexIsLevelAsync(Town town, Connection[] connections)
    {
        foreach (Connection connection in connections.Take(Town.Talking))
        {
            Dictionary<string, ConversationHead> index = (await connection.SyncAsync()).Conversations.ToDictionary(head => head.ConversationId);
            foreach (string id in town.TalksOf(connection.Device))
            {
                Assert.Equal((await connection.HistoryAsync(id, limit: 1)).Head, index[id].Head);
            }
        }
    }

    private static Task<Message[]> EverythingAsync(Town town, Connection[] connections, string id) =>
        connections.First(connection => town.TalksOf(connection.Device).Contains(id)).EverythingAsync(id);

    private static async Task CloseAsync(Connection[] connections)
    {
        foreach (Connection connection in connections)
        {
            await connection.DisposeAsync();
        }
    }
}
