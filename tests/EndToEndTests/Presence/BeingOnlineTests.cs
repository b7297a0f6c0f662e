using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using ImOrleans.Protocol.Presence;
using Xunit;

namespace ImOrleans.EndToEndTests.Presence;

public sealed class BeingOnlineTests(SharedSilo shared)
{
    [Theory, ClassData(typeof(EachWire))]
    public async Task Who_watches_is_told_who_comes_and_who_goes(Wire wire)
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
    public async Task A_connection_that_names_others_is_told_of_them_only_and_its_answer_is_in_the_order_asked_without_doubles()
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

    [Fact]
    public async Task When_somebody_was_last_seen_outlives_a_kill_of_the_server()
    {
        await using SiloProcess silo = await SiloProcess.StartAsync("--Im:Presence:OfflineDelay=00:00:00.100");
        Person[] people = await Person.RegisterAsync(silo, 2);
        Connection ann = await people[0].ConnectAsync();
        await using (Connection bob = await people[1].ConnectAsync())
        {
            await bob.WatchAsync(people[0].UserId);
            await bob.ReceivesOnlineAsync(people[0].UserId);
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

    private static Task<Answer> SeeAsync(Device reader, params string[] userIds) =>
        reader.Api.AskAsync("GET", $"api/presence?userIds={string.Join("%2C", userIds)}");
}
