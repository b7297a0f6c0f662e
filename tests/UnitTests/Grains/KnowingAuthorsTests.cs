using ImOrleans.Grains.Conversations;
using ImOrleans.Grains.Conversations.Log;
using ImOrleans.Grains.Users;
using ImOrleans.UnitTests.Hubs;
using Xunit;

namespace ImOrleans.UnitTests.Grains;

public sealed class KnowingAuthorsTests
{
    private const string Direct = "d:ann:bob";
    private readonly Turns turns = new();
    private int reads;
    private int calls;
    private LogPosition? own;
    private Task answering = Task.CompletedTask;

    private Func<string[]> Contacts { get; set; } = () => [];

    [Fact]
    public async Task An_author_in_this_activation_is_known_without_a_question()
    {
        Authors authors = New(Direct);
        authors.Add("bob");
        Assert.True(await Knows(authors, "bob"));
        Assert.Equal((0, 0), (reads, calls));
    }

    [Fact]
    public async Task Another_member_is_asked_for_once_and_known_when_writing()
    {
        Authors authors = New(Direct);
        Assert.DoesNotContain(true, await Task.WhenAll(Knows(authors, "bob"), Knows(authors, "bob")));
        Assert.False(await Knows(authors, "bob"));
        Assert.Equal((1, 1), (reads, calls));
        authors.Add("bob");
        Assert.True(await Knows(authors, "bob"));
    }

    [Fact]
    public async Task A_member_who_writes_while_being_asked_for_is_known_to_waiting_callers_in_their_order()
    {
        TaskCompletionSource held = new(TaskCreationOptions.RunContinuationsAsynchronously);
        List<int> order = [];
        answering = held.Task;
        Authors authors = New(Direct);
        Task[] waiting = [Note(1), Note(2)];
        await turns.Run(() => authors.Add("bob"));
        waiting = [.. waiting, Note(3)];
        held.SetResult();
        await Task.WhenAll(waiting).Soon();
        Assert.Equal([1, 2, 3], order);

        Task Note(int number) => turns.Run(async () =>
        {
            Assert.True(await authors.ContainsAsync("bob"));
            order.Add(number);
        });
    }

    [Fact]
    public async Task An_earlier_author_is_found_in_the_log_or_deeper_in_the_own_index()
    {
        own = new LogPosition(7, 7, 0);
        Assert.True(await Knows(New(Direct), "bob"));
        Assert.Equal((1, 0), (reads, calls));
        (own, Contacts) = (null, () => ["ann"]);
        Assert.True(await Knows(New(Direct), "bob"));
        Assert.Equal((2, 1), (reads, calls));
    }

    [Fact]
    public async Task A_question_without_an_answer_is_asked_again()
    {
        Authors authors = New(Direct);
        Contacts = () => throw new TimeoutException();
        Assert.False(await Knows(authors, "bob"));
        Contacts = () => ["ann"];
        Assert.True(await Knows(authors, "bob"));
    }

    [Fact]
    public async Task Every_member_of_a_group_counts()
    {
        Assert.True(await Knows(New("g:a"), "bob"));
        Assert.Equal((0, 0), (reads, calls));
    }

    private Task<bool> Knows(Authors authors, string userId) => turns.Run(() => authors.ContainsAsync(userId).AsTask());

    private Authors New(string conversationId) => new(
        conversationId,
        FakeGrains.Of<IMessageLog>((method, arguments) => method == nameof(IMessageLog.HeadsAsync) ? Heads((HeadsQuery)arguments[0]!) : null),
        FakeGrains.Factory(FakeGrains.Of<IUserGrain>((method, arguments) => method == nameof(IUserGrain.Contacts) ? Ask((string[])arguments[0]!) : null)));

    private Task<IReadOnlyDictionary<string, LogHead>> Heads(HeadsQuery query)
    {
        reads++;
        Assert.Equal("bob", query.SenderId);
        return Task.FromResult<IReadOnlyDictionary<string, LogHead>>(
            new Dictionary<string, LogHead> { [Direct] = new(new LogPosition(9, 9, 0), Own: own) });
    }

    private async Task<string[]> Ask(string[] userIds)
    {
        calls++;
        await Task.Yield();
        await answering;
        Assert.Equal(["ann"], userIds);
        return Contacts();
    }
}
