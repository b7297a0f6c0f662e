using ImOrleans.Client.Events;
using ImOrleans.EndToEndTests.Client;
using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using ImOrleans.Protocol.Accounts;
using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Groups;
using Xunit;

namespace ImOrleans.EndToEndTests.Accounts;

public sealed class RenamingTests(SharedSilo shared)
{
    [Theory]
    [ClassData(typeof(EachWire))]
    public async Task A_new_name_reaches_open_connections_and_those_that_were_away(Wire wire)
    {
        (Person ann, Person bob, Person cy) = await ThreeAsync(shared.Silo);
        await using Connection first = await ann.ConnectAsync(wire);
        await using Connection second = await ann.ConnectAsync(wire);
        string direct = await first.Device.OpenDirectAsync(bob.UserId);
        await first.Device.CreateGroupAsync("Three", bob.UserId, cy.UserId);
        await using Connection bobs = await bob.ConnectAsync(wire);
        Device away = await cy.SignInAsync();
        string cursor;
        await using (Connection before = await away.ConnectAsync(wire))
        {
            cursor = (await before.SyncAsync()).Cursor;
        }

        UserProfile profile = await RenameAsync(first.Device, "Annabel");
        await second.ReceivesAsync<Changed>(changed => changed.Change.Kind == ChangeKind.Profile && changed.Change.Profile == profile);
        await bobs.ReceivesAsync<Changed>(changed => changed.Change.Kind == ChangeKind.Profile && changed.Change.Profile == profile);
        await bobs.ReceivesAsync<Changed>(
            changed => changed.Change is { Kind: ChangeKind.Updated, Title: "Annabel" } && changed.Change.ConversationId == direct);

        // cy was in no direct conversation with ann: only the group makes her known to him.
        await using Connection after = await away.ConnectAsync(wire);
        SyncResult missed = await after.SyncAsync(cursor);
        if (missed.Changes.Length == 0)
        {
            await after.ReceivesAsync<Changed>(changed => changed.Change.Profile == profile);
            missed = await after.SyncAsync(cursor);
        }

        Assert.Contains(new ConversationChange { Kind = ChangeKind.Profile, UserId = ann.UserId, Profile = profile }, missed.Changes);
        Assert.Empty((await after.SyncAsync(missed.Cursor)).Changes);
    }

    [Fact]
    public async Task A_setting_that_was_changed_on_one_device_reaches_the_other()
    {
        Person ann = await Person.RegisterAsync(shared.Silo);
        await using Connection first = await ann.ConnectAsync();
        await using Connection second = await ann.ConnectAsync();
        (await first.Device.Api.AskAsync("PUT", "api/presence/privacy", new { visibleTo = "nobody" })).EnsureDone();
        await second.ReceivesAsync<Changed>(changed => changed.Change is { Kind: ChangeKind.Settings, Setting: SettingName.Presence });
        (await first.Device.Api.AskAsync("PUT", "api/sessions/policy", new { policy = SignInPolicy.AllDevices, password = Person.Password })).EnsureDone();
        await first.ReceivesAsync<Changed>(changed => changed.Change is { Kind: ChangeKind.Settings, Setting: SettingName.SignInPolicy });
    }

    [Fact]
    public async Task An_application_has_the_new_title_in_its_store_and_hears_of_the_profile()
    {
        (Person ann, Person bob, _) = await ThreeAsync(shared.Silo);
        Device anns = await ann.SignInAsync();
        string path = Phone.NewPath(shared.Silo);
        string direct;
        await using (Phone phone = await Phone.SignInAsync(bob, path))
        {
            direct = await phone.Client.Conversations.OpenDirectAsync(ann.UserId);
            await phone.Client.Conversations.ListAsync();
            await RenameAsync(anns, "Annabel");
            await phone.SeesAsync<ProfileChanged>(changed => changed.Profile?.DisplayName == "Annabel", "her new name");
            await phone.SeesAsync<ConversationUpdated>(updated => updated.Change.Title == "Annabel", "the new title");
            Assert.Equal("Annabel", (await phone.Client.Conversations.FindStoredAsync(direct))!.Title);
        }

        await RenameAsync(anns, "Anita");
        await using Phone again = await Phone.ResumeAsync(shared.Silo, path);
        await again.SeesAsync<ConversationUpdated>(updated => updated.Change.Title == "Anita", "the title that was missed");
        Assert.Equal("Anita", (await again.Client.Conversations.FindStoredAsync(direct))!.Title);
    }

    /// <summary>The kill comes before, amid or after the notifying: in each case everybody hears of it in the end.</summary>
    [Fact]
    public async Task After_a_kill_right_behind_the_store_everybody_hears_of_the_new_name()
    {
        await using SiloProcess silo = await SiloProcess.StartAsync();
        Person ann = await Person.RegisterAsync(silo, "Ann");
        Person[] others = await Person.RegisterAsync(silo, 40);
        Device anns = await ann.SignInAsync();
        GroupReply group = await anns.CreateGroupAsync("Many", others.Select(other => other.UserId));
        Device[] devices = await Task.WhenAll(others.Select(other => other.SignInAsync()));
        string[] cursors = await Task.WhenAll(devices.Select(CursorAsync));

        UserProfile profile = await RenameAsync(anns, "Annabel");
        await silo.KillAsync();
        await silo.StartAgainAsync();

        ConversationChange renamed = new() { Kind = ChangeKind.Profile, UserId = ann.UserId, Profile = profile };
        await Task.WhenAll(devices.Select(async (device, i) =>
        {
            await using Connection connection = await device.ConnectAsync();
            if (!(await connection.SyncAsync(cursors[i])).Changes.Contains(renamed))
            {
                // The reminder comes within a minute.
                await connection.Events.FirstAsync<Changed>(changed => changed.Change == renamed, "the new name", TimeSpan.FromSeconds(90));
            }
        }));
        Assert.Equal("Annabel", (await devices[0].MembersAsync(group)).Items.Single(member => member.UserId == ann.UserId).DisplayName);
    }

    private static async Task<(Person Ann, Person Bob, Person Cy)> ThreeAsync(SiloProcess silo) =>
        (await Person.RegisterAsync(silo, "Ann"), await Person.RegisterAsync(silo, "Bob"), await Person.RegisterAsync(silo, "Cy"));

    private static Task<UserProfile> RenameAsync(Device device, string name) =>
        device.Api.PatchAsync<UserProfile>("api/users/me", new { displayName = name });

    private static async Task<string> CursorAsync(Device device)
    {
        await using Connection connection = await device.ConnectAsync();
        return (await connection.SyncAsync()).Cursor;
    }
}
