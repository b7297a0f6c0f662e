using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using ImOrleans.Protocol.Hubs;
using ImOrleans.Protocol.Messages;
using ImOrleans.Protocol.Presence;
using Xunit;

namespace ImOrleans.EndToEndTests.Presence;

public sealed class BeingOnlineTests(SharedSilo shared)
{
    [Theory, ClassData(typeof(EachWire))]
    public async Task A_watcher_is_notified_when_people_come_and_go(Wire wire)
    {
        Person[] people = await Person.RegisterAsync(shared.Silo, 3);
        string ann = people[0].UserId;
        await using Connection bob = await people[1].ConnectAsync(wire);
        await using Connection carl = await people[2].ConnectAsync(wire);
        UserPresence before = Assert.Single(await bob.WatchAsync(ann));
        Assert.Equal((ann, false, 0, null), (before.UserId, before.Online, before.Platforms.Length, before.LastSeenAt));

        Connection hers = await (await people[0].SignInAsync(platform: "ios")).ConnectAsync(wire);
        Assert.Null((await bob.ReceivesAsync<CameOrWent>(news => news.UserId == ann && news.Online)).LastSeenAt);
        UserPresence online = Assert.Single(await bob.WatchAsync(ann));
        Assert.Equal((true, "ios", null), (online.Online, Assert.Single(online.Platforms), online.LastSeenAt));
        UserPresence asked = Assert.Single((await SeeAsync(carl.Device, ann)).As<PresencePage>().Items);
        Assert.Equal((true, "ios"), (asked.Online, Assert.Single(asked.Platforms)));

        await hers.DisposeAsync();
        CameOrWent gone = await bob.ReceivesAsync<CameOrWent>(news => news.UserId == ann && !news.Online);
        Assert.NotNull(gone.LastSeenAt);
        UserPresence after = Assert.Single((await SeeAsync(carl.Device, ann)).As<PresencePage>().Items);
        Assert.Equal((false, gone.LastSeenAt), (after.Online, after.LastSeenAt));
        Assert.Equal(2, bob.Events.Of<CameOrWent>().Length);
        Assert.Empty(carl.Events.Of<CameOrWent>());
    }

    [Fact]
    public async Task A_reconnect_is_seen_by_nobody()
    {
        Person[] people = await Person.RegisterAsync(shared.Silo, 2);
        await using Connection bob = await people[1].ConnectAsync();
        Device phone = await people[0].SignInAsync();
        Connection first = await phone.ConnectAsync();
        await bob.WatchAsync(people[0].UserId);
        await bob.ReceivesOnlineAsync(people[0].UserId);
        int told = bob.Events.Of<CameOrWent>().Length;

        for (int i = 0; i < 20; i++)
        {
            await first.DisposeAsync();
            first = await phone.ConnectAsync();
        }

        await first.DisposeAsync();
        await bob.ReceivesAsync<CameOrWent>(news => !news.Online);
        Assert.Equal(told + 1, bob.Events.Of<CameOrWent>().Length);
    }

    [Fact]
    public async Task A_connection_that_watches_others_hears_of_them_only_and_the_answer_keeps_the_order_without_doubles()
    {
        Person[] people = await Person.RegisterAsync(shared.Silo, 3);
        (string ann, string bob) = (people[0].UserId, people[1].UserId);
        await using Connection carl = await people[2].ConnectAsync();
        await carl.WatchAsync(ann);
        UserPresence[] seen = await carl.WatchAsync(bob, "nobody", bob);
        Assert.Equal([bob, "nobody"], seen.Select(presence => presence.UserId));

        await using Connection hers = await people[0].ConnectAsync();
        await using Connection his = await people[1].ConnectAsync();
        await carl.ReceivesAsync<CameOrWent>(news => news.UserId == bob && news.Online);

        Assert.DoesNotContain(carl.Events.Of<CameOrWent>(), news => news.UserId == ann);
        Assert.Empty(await carl.WatchAsync());
    }

    [Theory, ClassData(typeof(EachWire))]
    public async Task A_user_in_the_background_is_offline_still_gets_everything_and_is_online_again_in_the_foreground(Wire wire)
    {
        Person[] people = await Person.RegisterAsync(shared.Silo, 2);
        string ann = people[0].UserId;
        await using Connection hers = await (await people[0].SignInAsync(platform: "ios")).ConnectAsync(wire);
        await using Connection bob = await people[1].ConnectAsync(wire);
        await bob.WatchAsync(ann);
        await bob.ReceivesOnlineAsync(ann);
        int told = bob.Events.Of<CameOrWent>().Length;

        await hers.ReportStateAsync(ConnectionState.Background);
        CameOrWent gone = await bob.ReceivesAsync<CameOrWent>(news => news.UserId == ann && !news.Online);
        UserPresence seen = Assert.Single(await bob.WatchAsync(ann));
        Assert.Equal((false, 0, true), (seen.Online, seen.Platforms.Length, seen.LastSeenAt >= gone.LastSeenAt));
        string id = await bob.Device.OpenDirectAsync(ann);
        SendReceipt said = await bob.SayAsync(id, "She does not look at it now.");
        await hers.ReceivesAsync(id, said.Seq);

        await hers.ReportStateAsync(ConnectionState.Foreground);
        await bob.ReceivesAsync<CameOrWent>(news => news.Online && bob.Events.Of<CameOrWent>().Length >= told + 2);
        Assert.Equal("ios", Assert.Single(Assert.Single(await bob.WatchAsync(ann)).Platforms));
        Assert.Equal(told + 2, bob.Events.Of<CameOrWent>().Length);
    }

    [Fact]
    public async Task A_user_with_one_connection_in_the_foreground_is_online_whatever_the_other_connections_report()
    {
        Person[] people = await Person.RegisterAsync(shared.Silo, 2);
        string ann = people[0].UserId;
        await using Connection phone = await (await people[0].SignInAsync(platform: "android")).ConnectAsync();
        await using Connection desk = await (await people[0].SignInAsync(platform: "linux")).ConnectAsync();
        await using Connection bob = await people[1].ConnectAsync();
        await bob.ReceivesOnlineAsync(ann);

        await phone.ReportStateAsync(ConnectionState.Background);
        await UntilOnAsync(bob.Device, ann, "linux");
        await phone.ReportStateAsync(ConnectionState.Foreground);
        await UntilOnAsync(bob.Device, ann, "android", "linux");

        Assert.DoesNotContain(bob.Events.Of<CameOrWent>(), news => news.UserId == ann && !news.Online);
    }

    [Fact]
    public async Task The_last_seen_time_outlives_a_kill_of_the_server()
    {
        await using SiloProcess silo = await SiloProcess.StartAsync("--Im:Presence:OfflineDelay=00:00:00.100");
        Person[] people = await Person.RegisterAsync(silo, 2);
        Connection ann = await people[0].ConnectAsync();
        await using (Connection bob = await people[1].ConnectAsync())
        {
            await bob.WatchAsync(people[0].UserId);
            await bob.ReceivesOnlineAsync(people[0].UserId);

            // The push came before the write to the store. A question after the push is answered after the write.
            await bob.WatchAsync(people[0].UserId);
        }

        await silo.KillAsync();
        await silo.StartAgainAsync();

        Device reader = await people[1].SignInAsync();
        UserPresence seen = Assert.Single((await SeeAsync(reader, people[0].UserId)).As<PresencePage>().Items);
        Assert.Equal((false, true), (seen.Online, seen.LastSeenAt is not null));
        await ann.DisposeAsync();
    }

    [Fact]
    public async Task At_most_200_people_are_asked_for()
    {
        Device ann = await (await Person.RegisterAsync(shared.Silo)).SignInAsync();
        string[] people = [.. Enumerable.Range(0, 201).Select(i => $"{i:D64}")];

        Assert.Equal(200, (await SeeAsync(ann, people[..200])).As<PresencePage>().Items.Length);
        (await SeeAsync(ann, people)).EnsureRefused(ErrorCode.TooManyWatched);
    }

    /// <summary>A push says that a user came or went. The platforms are only in the answer to a question.</summary>
    private static async Task UntilOnAsync(Device reader, string userId, params string[] platforms)
    {
        long begun = TimeProvider.System.GetTimestamp();
        while (!(await SeeAsync(reader, userId)).As<PresencePage>().Items.Single().Platforms.SequenceEqual(platforms))
        {
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < TimeSpan.FromSeconds(30), $"The user is not online on {string.Join(" and ", platforms)}.");
        }
    }

    private static Task<Answer> SeeAsync(Device reader, params string[] userIds) =>
        reader.Api.AskAsync("GET", $"api/presence?userIds={string.Join("%2C", userIds)}");
}
