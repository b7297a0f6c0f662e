using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using ImOrleans.Protocol.Presence;
using Xunit;

namespace ImOrleans.EndToEndTests.Presence;

public sealed class HidingTests(SharedSilo shared)
{
    [Theory, ClassData(typeof(EachWire))]
    public async Task A_user_who_hides_goes_offline_once_for_excluded_watchers_and_is_online_again_when_visible(Wire wire)
    {
        Person[] people = await Person.RegisterAsync(shared.Silo, 2);
        string ann = people[0].UserId;
        await using Connection hers = await people[0].ConnectAsync(wire);
        await using Connection bob = await people[1].ConnectAsync(wire);
        await bob.ReceivesOnlineAsync(ann);
        await hers.ReceivesOnlineAsync(ann);
        int told = bob.Events.Of<CameOrWent>().Length;

        Assert.Equal(PresenceVisibility.Nobody, (await SetAsync(hers.Device, PresenceVisibility.Nobody)).As<PresencePrivacy>().VisibleTo);

        CameOrWent hidden = await bob.ReceivesAsync<CameOrWent>(news => news.UserId == ann && !news.Online);
        Assert.Null(hidden.LastSeenAt);
        (await SetAsync(hers.Device, PresenceVisibility.Everyone)).EnsureDone();
        await bob.ReceivesAsync<CameOrWent>(news => news.Online && bob.Events.Of<CameOrWent>().Length >= told + 2);
        Assert.Equal(told + 2, bob.Events.Of<CameOrWent>().Length);
        Assert.DoesNotContain(hers.Events.Of<CameOrWent>(), news => !news.Online);
    }

    [Fact]
    public async Task A_hidden_user_looks_like_an_unknown_one_and_still_sees_herself()
    {
        Person[] people = await Person.RegisterAsync(shared.Silo, 2);
        await using Connection hers = await people[0].ConnectAsync();
        await hers.ReceivesOnlineAsync(people[0].UserId);
        Device bob = await people[1].SignInAsync();
        (await SetAsync(hers.Device, PresenceVisibility.Nobody)).EnsureDone();

        string hidden = (await bob.Api.AskAsync("GET", $"api/presence?userIds={people[0].UserId}")).Text;
        string unknown = (await bob.Api.AskAsync("GET", "api/presence?userIds=unknown")).Text;

        Assert.Equal(unknown, hidden.Replace(people[0].UserId, "unknown", StringComparison.Ordinal));
        Assert.Contains("\"online\":true", (await hers.Device.Api.AskAsync("GET", $"api/presence?userIds={people[0].UserId}")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Contacts_are_those_whom_she_has_written_to()
    {
        Person[] people = await Person.RegisterAsync(shared.Silo, 3);
        string ann = people[0].UserId;
        await using Connection hers = await people[0].ConnectAsync();
        await using Connection bob = await people[1].ConnectAsync();
        await using Connection carl = await people[2].ConnectAsync();
        (await SetAsync(hers.Device, PresenceVisibility.Contacts)).EnsureDone();
        await bob.SayAsync(await bob.Device.OpenDirectAsync(ann), "He wrote to her, and she did not answer.");
        await hers.SayAsync(await hers.Device.OpenDirectAsync(carl.Device.UserId), "She wrote to him.");

        await UntilOnlineAsync(carl, ann);

        Assert.False((await bob.WatchAsync(ann))[0].Online);
    }

    [Fact]
    public async Task The_choices_are_three_values_and_the_default_of_the_server()
    {
        Device ann = await (await Person.RegisterAsync(shared.Silo)).SignInAsync();
        foreach (string visibleTo in PresenceVisibility.All)
        {
            (await SetAsync(ann, visibleTo)).EnsureDone();
            Assert.Equal(visibleTo, (await ann.Api.GetAsync<PresencePrivacy>("api/presence/privacy")).VisibleTo);
        }

        Assert.Equal(PresenceVisibility.Everyone, (await SetAsync(ann, null)).As<PresencePrivacy>().VisibleTo);
        (await SetAsync(ann, "friends")).EnsureRefused(ErrorCode.InvalidVisibility);
    }

    private static Task<Answer> SetAsync(Device device, string? visibleTo) => device.Api.AskAsync("PUT", "api/presence/privacy", new { visibleTo });

    /// <summary>A new contact gets no push. The contact sees the user by asking, within seconds.</summary>
    private static async Task UntilOnlineAsync(Connection reader, string userId)
    {
        long begun = TimeProvider.System.GetTimestamp();
        while (!(await reader.WatchAsync(userId))[0].Online)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < TimeSpan.FromSeconds(30), "The one whom she wrote to did not become a contact.");
            await Task.Yield();
        }
    }
}
