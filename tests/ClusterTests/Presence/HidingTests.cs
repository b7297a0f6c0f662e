using ImOrleans.ClusterTests.Running;
using ImOrleans.Grains.Delivery.Payloads;
using ImOrleans.Protocol.Presence;
using Xunit;

namespace ImOrleans.ClusterTests.Presence;

/// <summary>Ann, who wrote to Carl; Bob, who wrote to Ann; Dora, who never wrote; and who of them sees Ann.</summary>
public sealed class HidingTests(ImCluster cluster) : IClassFixture<ImCluster>
{
    private static readonly string[] Nobody = [];

    [Theory]
    [InlineData(PresenceVisibility.Everyone, "ann", "bob", "carl", "dora")]
    [InlineData(PresenceVisibility.Contacts, "ann", "carl")]
    [InlineData(PresenceVisibility.Nobody, "ann")]
    public async Task Those_who_may_see_her_do_and_to_the_others_she_was_never_there(string visibleTo, params string[] allowed)
    {
        (string[] people, FakeGateway gateway) = (await People(), await cluster.NewGateway());
        string ann = people[0];
        await cluster.Presence(ann).SetPrivacy(new() { VisibleTo = visibleTo });
        await cluster.Report(gateway, ann, "web");
        string[] expected = [.. people.Where(person => allowed.Contains(person.Split('-')[0]))];

        foreach (string person in people)
        {
            UserPresence seen = await cluster.See(person, ann);
            if (expected.Contains(person))
            {
                Assert.True(seen.Online);
            }
            else
            {
                Presences.EnsureNothing(ann, seen);
            }
        }

        Assert.Equal(expected, (await cluster.Watch(gateway, ann, people)).ReaderIds);
        await cluster.Report(gateway, ann);
        cluster.Time.Advance(ImCluster.PresenceSettings.OfflineDelay);
        foreach (string person in people)
        {
            UserPresence seen = await cluster.See(person, ann);
            Assert.Equal((false, expected.Contains(person)), (seen.Online, seen.LastSeenAt is not null));
        }
    }

    [Theory]
    [InlineData(PresenceVisibility.Contacts)]
    [InlineData(PresenceVisibility.Nobody)]
    public async Task Presence_that_is_not_public_is_not_in_a_push(string visibleTo)
    {
        (FakeGateway gateway, string ann) = (await cluster.NewGateway(), cluster.NewName("ann"));
        await cluster.Presence(ann).SetPrivacy(new() { VisibleTo = visibleTo });
        await cluster.Watch(gateway, ann, "reader");
        await cluster.Report(gateway, ann, "web");
        await gateway.Until<PresenceChanged>((audience, _) => audience.Id == ann);

        Assert.All(gateway.FramesAbout(ann), frame => Assert.Null(frame.Presence));
    }

    [Fact]
    public async Task A_change_holds_at_once_and_watching_gateways_ask_who_may_see_her_now()
    {
        (FakeGateway gateway, string ann) = (await cluster.NewGateway(), cluster.NewName("ann"));
        await cluster.Report(gateway, ann, "web");
        Assert.Equal(["reader"], (await cluster.Watch(gateway, ann, "reader")).ReaderIds);

        Assert.Equal(PresenceVisibility.Nobody, (await cluster.Presence(ann).SetPrivacy(new() { VisibleTo = PresenceVisibility.Nobody })).VisibleTo);

        Presences.EnsureNothing(ann, await cluster.See("reader", ann));
        await gateway.Until<PresenceChanged>((audience, changed) => audience.Id == ann && changed.Presence is null);
        Assert.Equal(Nobody, (await cluster.Watch(gateway, ann, "reader")).ReaderIds);
    }

    [Fact]
    public async Task It_outlives_a_restart_and_gives_way_to_the_servers()
    {
        string ann = cluster.NewName("ann");
        await cluster.Presence(ann).SetPrivacy(new() { VisibleTo = PresenceVisibility.Contacts });
        await cluster.Forget(cluster.Presence(ann));
        Assert.Equal(PresenceVisibility.Contacts, (await cluster.Presence(ann).Privacy()).VisibleTo);

        Assert.Equal(PresenceVisibility.Everyone, (await cluster.Presence(ann).SetPrivacy(new())).VisibleTo);
        await Refusals.Refused(ErrorCode.InvalidVisibility, cluster.Presence(ann).SetPrivacy(new() { VisibleTo = "friends" }));
        Assert.Equal(PresenceVisibility.Everyone, (await cluster.Presence(ann).Privacy()).VisibleTo);
    }

    [Fact]
    public async Task Whom_one_has_written_to_stays_a_contact_after_a_restart()
    {
        string[] people = await People();
        await cluster.Forget(cluster.User(people[0]));

        Assert.Equal([people[2]], await cluster.User(people[0]).Contacts(people));
    }

    /// <summary>A conversation tells within a second who has written.</summary>
    private async Task<string[]> People()
    {
        string[] people = await cluster.NewUsers("ann", "bob", "carl", "dora");
        (string ann, string bob, string carl, string dora) = (people[0], people[1], people[2], people[3]);
        await cluster.Post(bob, await cluster.NewDirect(ann, bob), "m1");
        await cluster.Post(ann, await cluster.NewDirect(ann, carl), "m2");
        await cluster.NewDirect(ann, dora);
        await Waiting.Until(async () => (await cluster.User(ann).Contacts([carl])).Length == 1, "Carl did not become a contact of Ann.");
        await Waiting.Until(async () => (await cluster.User(bob).Contacts([ann])).Length == 1, "Ann did not become a contact of Bob.");
        return people;
    }
}
