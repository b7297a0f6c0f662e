using ImOrleans.Client.Events;
using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using ImOrleans.Protocol.Messages;
using Xunit;

namespace ImOrleans.EndToEndTests.Client;

public sealed class CatchingUpTests(SharedSilo shared)
{
    private const int Missed = 300;

    [Fact]
    public async Task A_device_that_was_away_gets_all_that_it_missed_once_and_in_order()
    {
        (Phone away, string id, string path) = await LeaveAsync();
        await using Phone back = await Phone.ResumeAsync(shared.Silo, path);
        await back.ReceivesAsync(id, $"{Missed}");
        Assert.Equal(Enumerable.Range(1, Missed + 1).Select(n => (long)n), [.. away.SeqsOf(id), .. back.SeqsOf(id)]);
        Assert.All(back.Events.Of<MessagesReceived>(), received => Assert.Null(received.Skipped));
    }

    [Fact]
    public async Task A_device_that_was_away_too_long_gets_the_newest_and_the_range_that_it_skipped()
    {
        (_, string id, string path) = await LeaveAsync();
        await using Phone back = await Phone.ResumeAsync(shared.Silo, path, options => options with { MaxCatchUp = 100 });
        await back.ReceivesAsync(id, $"{Missed}");
        Assert.Equal(new SeqRange(2, 201), Assert.Single(back.Events.Of<MessagesReceived>(), received => received.Skipped is not null).Skipped);
        Assert.Equal(Enumerable.Range(202, 100).Select(n => (long)n), back.SeqsOf(id));

        IReadOnlyList<Message> skipped = await back.Client.GetMessagesAsync(id, before: 202, limit: 200);
        Assert.Equal(Enumerable.Range(2, 200).Select(n => (long)n), skipped.Select(message => message.Seq));
    }

    [Fact]
    public async Task A_handler_slower_than_its_window_gets_every_entry()
    {
        Person[] people = await Person.RegisterAsync(shared.Silo, 2);
        await using Phone ann = await Phone.SignInAsync(people[0]);
        await using Phone bob = await Phone.SignInAsync(people[1], with: options => options with { ConversationWindow = 16, PageSize = 10 });
        string id = await ann.Client.Conversations.OpenDirectAsync(people[1].UserId);
        TaskCompletionSource slow = new(TaskCreationOptions.RunContinuationsAsynchronously);
        bob.Client.MessagesReceived += _ => slow.Task;
        await Task.WhenAll(Enumerable.Range(1, Missed).Select(n => ann.Client.SendAsync(id, $"{n}"))).WaitAsync(Phone.Patience);
        slow.SetResult();
        await bob.ReceivesAsync(id, $"{Missed}");
        Assert.Equal(Enumerable.Range(1, Missed).Select(n => (long)n), bob.SeqsOf(id));
    }

    /// <summary>A member leaves, and the others go on writing.</summary>
    private async Task<(Phone Away, string Id, string Path)> LeaveAsync()
    {
        Person[] people = await Person.RegisterAsync(shared.Silo, 2);
        await using Phone ann = await Phone.SignInAsync(people[0]);
        string path = Phone.NewPath(shared.Silo);
        Phone bob = await Phone.SignInAsync(people[1], path);
        string id = await ann.Client.Conversations.OpenDirectAsync(people[1].UserId);
        await ann.Client.SendAsync(id, "are you there?").WaitAsync(Phone.Patience);
        await bob.ReceivesAsync(id, "are you there?");
        await bob.DisposeAsync();
        await Task.WhenAll(Enumerable.Range(1, Missed).Select(n => ann.Client.SendAsync(id, $"{n}"))).WaitAsync(Phone.Patience);
        return (bob, id, path);
    }
}
