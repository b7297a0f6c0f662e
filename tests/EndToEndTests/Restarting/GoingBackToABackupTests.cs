using ImOrleans.Client.Events;
using ImOrleans.EndToEndTests.Client;
using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using ImOrleans.Protocol.Conversations;
using Xunit;
using ClientDrafts = ImOrleans.Client.Outgoing.Drafts;

namespace ImOrleans.EndToEndTests.Restarting;

/// <summary>The operator restores a copy of the data folder, and the devices have seen more than the copy holds.</summary>
public sealed class GoingBackToABackupTests
{
    [Fact]
    public async Task An_application_forgets_what_the_backup_lacks_shows_what_is_new_and_sends_its_outbox()
    {
        await using SiloProcess silo = await SiloProcess.StartAsync();
        Person[] people = await Person.RegisterAsync(silo, 2);
        Device bob = await people[1].SignInAsync();
        string path = Phone.NewPath(silo);
        Phone before = await Phone.SignInAsync(people[0], path);
        string id = await bob.OpenDirectAsync(people[0].UserId);
        await SayAsync(bob, id, "kept 1", "kept 2");
        await before.ReceivesAsync(id, "kept 2");
        using Backup backup = await Backup.MakeAsync(silo);

        await SayAsync(bob, id, "lost 3", "lost 4", "lost 5");
        await before.ReceivesAsync(id, "lost 5");
        Assert.Equal(0, await silo.StopAsync());
        await before.SeesAsync<ClientStateChanged>(changed => changed.State == ClientState.Offline, "no connection");
        await before.Client.QueueAsync(id, ClientDrafts.Text("queued"));
        await before.DisposeAsync();
        await backup.RestoreAsync(silo);
        await silo.StartAgainAsync();

        // The numbers 3 and 4 are given again, to other messages.
        await SayAsync(bob, id, "new 3");
        await using Phone after = await Phone.ResumeAsync(silo, path);
        await after.ReceivesAsync(id, "new 3");
        await after.ReceivesAsync(id, "queued");
        await SayAsync(bob, id, "new 5");
        await after.ReceivesAsync(id, "new 5");

        string[] expected = ["kept 1", "kept 2", "new 3", "queued", "new 5"];
        Assert.Equal(expected, (await after.Client.GetMessagesAsync(id, limit: 50)).Select(message => message.Content.Text));
        Assert.Empty(after.Client.Outbox);
        Assert.Equal(5, Assert.Single(await after.Client.Conversations.ListStoredAsync()).Head);
        await using Connection bobs = await bob.ConnectAsync();
        Assert.Equal(expected, (await bobs.EverythingAsync(id)).Select(message => message.Content.Text));
    }

    [Fact]
    public async Task A_device_that_has_newer_tokens_than_the_backup_signs_in_again_and_is_not_called_stolen()
    {
        await using SiloProcess silo = await SiloProcess.StartAsync();
        Person person = await Person.RegisterAsync(silo);
        Device device = await person.SignInAsync();
        Device other = await person.SignInAsync();
        using Backup backup = await Backup.MakeAsync(silo);
        Device newer = await (await device.RefreshAsync()).RefreshAsync();
        Assert.Equal(0, await silo.StopAsync());
        await backup.RestoreAsync(silo);
        await silo.StartAgainAsync();

        (await new Api(silo.Http).AskAsync("POST", "api/sessions/refresh", new { refreshToken = newer.Session.RefreshToken })).EnsureRefused(ErrorCode.SessionEnded);

        // The session of the device whose tokens did not change goes on.
        Device same = await other.RefreshAsync();
        Assert.Empty(await same.ConversationsAsync());
    }

    [Fact]
    public async Task A_sync_names_each_conversation_that_has_to_be_loaded_anew()
    {
        await using SiloProcess silo = await SiloProcess.StartAsync();
        Person[] people = await Person.RegisterAsync(silo, 2);
        Device bob = await people[1].SignInAsync();
        string id = await bob.OpenDirectAsync(people[0].UserId);
        await SayAsync(bob, id, "kept 1");
        using Backup backup = await Backup.MakeAsync(silo);
        await SayAsync(bob, id, "lost 2", "lost 3");
        string cursor;
        await using (Connection connection = await bob.ConnectAsync())
        {
            cursor = (await connection.SyncAsync()).Cursor;
        }

        Assert.Equal(0, await silo.StopAsync());
        await backup.RestoreAsync(silo);
        await silo.StartAgainAsync();

        await using Connection again = await bob.ConnectAsync();
        SyncResult synced = await again.SyncAsync(cursor, new() { [id] = 3 });
        Assert.True(synced.Reset);
        ConversationHead head = Assert.Single(synced.Conversations);
        Assert.Equal((1, true), (head.Head, head.Reset));
    }

    private static async Task SayAsync(Device device, string conversationId, params string[] texts)
    {
        await using Connection connection = await device.ConnectAsync();
        foreach (string text in texts)
        {
            await connection.SayAsync(conversationId, text);
        }
    }
}
