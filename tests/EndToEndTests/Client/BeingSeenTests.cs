using ImOrleans.Client;
using ImOrleans.Client.Events;
using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using ImOrleans.Protocol.Presence;
using Xunit;

namespace ImOrleans.EndToEndTests.Client;

public sealed class BeingSeenTests(SharedSilo shared)
{
    [Fact]
    public async Task A_watched_user_is_seen_coming_online_also_after_the_server_was_killed()
    {
        await using SiloProcess silo = await SiloProcess.StartAsync();
        Person[] people = await Person.RegisterAsync(silo, 3);
        await using Phone ann = await Phone.SignInAsync(people[0]);
        string[] watched = [people[1].UserId, people[2].UserId];
        UserPresence[] before = await ann.Client.Presence.WatchAsync(watched);
        Assert.Equal(watched, before.Select(one => one.UserId));
        Assert.All(before, one => Assert.False(one.Online));
        await using Phone bob = await Phone.SignInAsync(people[1]);
        await ann.SeesAsync<PresenceChanged>(changed => changed.UserId == watched[0] && changed.Online, "bob");

        await silo.KillAsync();
        await ann.SeesAsync<ClientStateChanged>(changed => changed.State == ClientState.Offline, "no connection");
        await silo.StartAgainAsync();
        await ann.SeesAsync<PresenceChanged>(changed => changed.UserId == watched[1] && !changed.Online, "carl, announced to the new connection");

        await using Phone carl = await Phone.SignInAsync(people[2]);
        await ann.SeesAsync<PresenceChanged>(changed => changed.UserId == watched[1] && changed.Online, "carl");

        // Bob comes back by himself.
        using CancellationTokenSource deadline = new(Phone.Patience);
        while (!(await ann.Client.Presence.GetAsync(watched)).All(one => one.Online))
        {
            Assert.False(deadline.IsCancellationRequested, "Not both of them are online again.");
        }
    }

    [Fact]
    public async Task In_the_background_a_user_is_offline_and_messages_arrive_and_reads_are_reported()
    {
        Person[] people = await Person.RegisterAsync(shared.Silo, 2);
        await using Phone ann = await Phone.SignInAsync(people[0]);
        await using Phone bob = await Phone.SignInAsync(people[1]);
        string id = await ann.Client.Conversations.OpenDirectAsync(people[1].UserId);
        bool isOnline = (await ann.Client.Presence.WatchAsync([people[1].UserId]))[0].Online;
        Assert.True(isOnline || (await ann.SeesAsync<PresenceChanged>(changed => changed.Online, "bob")).Online);

        await bob.Client.SendAsync(id, "hello").WaitAsync(Phone.Patience);
        await bob.Client.ReportStateAsync(AppState.Background);
        await ann.SeesAsync<PresenceChanged>(changed => !changed.Online, "bob going");
        await ann.Client.SendAsync(id, "are you there?").WaitAsync(Phone.Patience);
        await bob.ReceivesAsync(id, "are you there?");
        await ann.SeesAsync<PositionChanged>(changed => changed.UserId == people[1].UserId && changed.Seq == 2, "delivered");

        await bob.Client.MarkReadAsync(id, 2);
        Assert.Equal(2, (await bob.Client.Conversations.FindStoredAsync(id))!.ReadTold);
        await ann.SeesAsync<PositionChanged>(
            changed => changed.Seq == 2 && ann.Events.Of<PositionChanged>().Count(position => position.UserId == people[1].UserId && position.Seq == 2) == 2,
            "read after delivered");

        int seen = ann.Events.Of<PresenceChanged>().Length;
        await bob.Client.ReportStateAsync(AppState.Foreground);
        await ann.SeesAsync<PresenceChanged>(changed => changed.Online && ann.Events.Of<PresenceChanged>().Length > seen, "bob again");
        Assert.Equal(AppState.Foreground, bob.Client.AppState);
    }

    [Fact]
    public async Task A_user_who_hides_is_offline_for_others()
    {
        Person[] people = await Person.RegisterAsync(shared.Silo, 2);
        await using Phone ann = await Phone.SignInAsync(people[0]);
        await using Phone bob = await Phone.SignInAsync(people[1]);
        Assert.Equal(PresenceVisibility.Everyone, await bob.Client.Presence.GetVisibilityAsync());
        Assert.Equal(PresenceVisibility.Nobody, await bob.Client.Presence.SetVisibilityAsync(PresenceVisibility.Nobody));
        Assert.Equal(UserPresence.Nothing(people[1].UserId).Online, Assert.Single(await ann.Client.Presence.GetAsync([people[1].UserId])).Online);
        Assert.Equal(ReceiptVisibility.Nobody, await bob.Client.Presence.SetReceiptsAsync(ReceiptVisibility.Nobody));
        Assert.Equal(PresenceVisibility.Nobody, await bob.Client.Presence.GetVisibilityAsync());
        Assert.Equal(PresenceVisibility.Everyone, await bob.Client.Presence.SetVisibilityAsync(null));
        Assert.Equal(ReceiptVisibility.Nobody, await bob.Client.Presence.GetReceiptsAsync());
        Assert.Equal(ReceiptVisibility.Everyone, await bob.Client.Presence.SetReceiptsAsync(null));
        await Phone.EnsureRefusedAsync(ErrorCode.InvalidReceipts, () => bob.Client.Presence.SetReceiptsAsync("friends"));
        await Phone.EnsureRefusedAsync(ErrorCode.InvalidVisibility, () => bob.Client.Presence.SetVisibilityAsync("friends"));
        await Phone.EnsureRefusedAsync(ErrorCode.TooManyWatched, () => ann.Client.Presence.WatchAsync(Enumerable.Range(0, 201).Select(n => $"user-{n}")));
    }
}
