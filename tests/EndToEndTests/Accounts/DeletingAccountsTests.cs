using ImOrleans.EndToEndTests.Operating;
using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using ImOrleans.Protocol.Accounts;
using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Groups;
using ImOrleans.Protocol.Hubs;
using ImOrleans.Protocol.Messages;
using Xunit;

namespace ImOrleans.EndToEndTests.Accounts;

public sealed class DeletingAccountsTests(SharedSilo shared)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [Theory, ClassData(typeof(EachWire))]
    public async Task Nobody_gets_into_a_deleted_account_from_that_moment_on(Wire wire)
    {
        Person ann = await Person.RegisterAsync(shared.Silo);
        Device own = await ann.SignInAsync();
        Device other = await ann.SignInAsync();
        await using Connection connection = await other.ConnectAsync(wire);

        (await DeleteAsync(own, "not the password")).EnsureRefused(ErrorCode.WrongPassword);
        await own.Api.GetAsync<UserProfile>("api/users/me");
        (await DeleteAsync(own)).EnsureDone();

        foreach (Device device in new[] { own, other })
        {
            (await device.Api.AskAsync("GET", "api/users/me")).EnsureRefused(ErrorCode.SessionEnded);
            (await new Api(shared.Silo.Http).AskAsync("POST", "api/sessions/refresh", new { refreshToken = device.Session.RefreshToken }))
                .EnsureRefused(ErrorCode.SessionEnded);
        }

        Assert.Equal(SignedOutReason.AccountDeleted, (await connection.ReceivesAsync<SignedOut>(_ => true)).Reason);
        await connection.ClosesAsync();
        (await SignInAsync(ann)).EnsureRefused(ErrorCode.WrongCredentials);
        (await new Api(shared.Silo.Http).AskAsync("POST", "api/accounts", new { username = ann.Username, password = Person.Password }))
            .EnsureRefused(ErrorCode.UsernameTaken);
    }

    [Theory, ClassData(typeof(EachWire))]
    public async Task Others_see_a_deleted_account_keep_what_it_wrote_and_own_its_groups(Wire wire)
    {
        string name = $"Zora{Person.Name()[..8]}";
        Person ann = await Person.RegisterAsync(shared.Silo, name);
        Person bob = await Person.RegisterAsync(shared.Silo);
        Person cy = await Person.RegisterAsync(shared.Silo);
        await using Connection anns = await ann.ConnectAsync(wire);
        await using Connection bobs = await bob.ConnectAsync(wire);
        Device cys = await cy.SignInAsync();
        string direct = await anns.Device.OpenDirectAsync(bob.UserId);
        await anns.SayAsync(direct, "keep this");
        GroupReply group = await anns.Device.CreateGroupAsync("Garden", bob.UserId, cy.UserId);
        Assert.Single(await SearchAsync(bobs, name));

        (await DeleteAsync(anns.Device)).EnsureDone();

        Changed told = await bobs.ReceivesAsync<Changed>(changed => changed.Change is { Kind: ChangeKind.Profile, Profile.Deleted: true });
        UserProfile tombstone = new() { UserId = ann.UserId, Username = "", DisplayName = "Deleted account", Deleted = true };
        Assert.Equal(tombstone, told.Change.Profile);
        Assert.Equal(tombstone, await bobs.Device.Api.GetAsync<UserProfile>($"api/users/{ann.UserId}"));
        await bobs.ReceivesAsync<Posted>(posted => posted.Message.ConversationId == group.ConversationId && posted.Message.Content.Event == NoticeEvent.Left);
        await UntilAsync(async () => (await bobs.Device.MembersAsync(group)).Items.Length == 2, "The deleted user stayed in the group.");
        Assert.Equal(bob.UserId, (await bobs.Device.Api.GetAsync<GroupInfo>($"api/groups/{group.GroupId}")).OwnerId);

        Assert.Empty(await SearchAsync(bobs, name));
        Assert.Empty(await SearchAsync(bobs, ann.Username));
        Assert.DoesNotContain(await SearchAsync(bobs, "Deleted"), found => found.UserId == ann.UserId);
        ConversationSummary row = (await bobs.Device.ConversationsAsync()).Single(listed => listed.ConversationId == direct);
        Assert.Equal(("Deleted account", true), (row.Title, row.Deleted));
        Assert.Equal("keep this", Assert.Single((await bobs.HistoryAsync(direct)).Messages).Content.Text);
        Assert.True(Assert.Single(await bobs.WatchAsync(ann.UserId)) is { Online: false, Platforms.Length: 0, LastSeenAt: null });

        await UntilAsync(async () => (await SendAsync(bobs.Device, direct)).Code is not null, "The conversation took messages for ever.");
        (await SendAsync(bobs.Device, direct)).EnsureRefused(ErrorCode.PeerDeleted);
        await HubRefusals.EnsureRefused(ErrorCode.PeerDeleted, () => bobs.SayAsync(direct, "still there?"));
        Assert.Equal(direct, await bobs.Device.OpenDirectAsync(ann.UserId));
        (await cys.Api.AskAsync("POST", "api/conversations/direct", new { userId = ann.UserId })).EnsureRefused(ErrorCode.UnknownUser);
        (await cys.Api.AskAsync("POST", "api/groups", new { name = "x", memberIds = new[] { ann.UserId } })).EnsureRefused(ErrorCode.UnknownUser);
        (await bobs.Device.Api.AskAsync("POST", $"api/groups/{group.GroupId}/members", new { userIds = new[] { ann.UserId } })).EnsureRefused(ErrorCode.UnknownUser);
    }

    [Fact]
    public async Task A_username_that_is_not_reserved_can_be_taken_by_another_user()
    {
        await using SiloProcess silo = await SiloProcess.StartAsync("--Im:Accounts:ReserveUsername=false");
        Person ann = await Person.RegisterAsync(silo);
        Person bob = await Person.RegisterAsync(silo);
        Device anns = await ann.SignInAsync();
        Device bobs = await bob.SignInAsync();
        string direct = await bobs.OpenDirectAsync(ann.UserId);
        (await SendAsync(bobs, direct)).EnsureDone();
        (await DeleteAsync(anns)).EnsureDone();

        object registration = new { username = ann.Username, password = Person.Password };
        Answer answer = await new Api(silo.Http).AskAsync("POST", "api/accounts", registration);
        await UntilAsync(
            async () => (answer.Status == 201 ? answer : answer = await new Api(silo.Http).AskAsync("POST", "api/accounts", registration)).Status == 201,
            "The username stayed taken.");

        Assert.NotEqual(ann.UserId, answer.As<RegisterReply>().UserId);
        Device next = await ann.SignInAsync();
        Assert.Empty(await next.ConversationsAsync());
        (await anns.Api.AskAsync("GET", "api/users/me")).EnsureRefused(ErrorCode.SessionEnded);
        Assert.True((await next.Api.GetAsync<UserProfile>($"api/users/{ann.UserId}")).Deleted);
        (await SendAsync(bobs, direct)).EnsureRefused(ErrorCode.PeerDeleted);
        Assert.NotEqual(direct, await bobs.OpenDirectAsync(next.UserId));
    }

    [Fact]
    public async Task The_account_of_an_operator_is_not_deleted()
    {
        await using SiloProcess silo = await SiloProcess.StartAsync();
        Person person = await Person.RegisterAsync(silo);
        await OperatorCommand.GrantAsync(silo, person);
        Device root = await person.SignInAsync();

        (await DeleteAsync(root)).EnsureRefused(ErrorCode.OperatorAccount);

        await root.Api.GetAsync<UserProfile>("api/users/me");
    }

    /// <summary>The answer says that the sessions have ended; the kill comes amid the rest.</summary>
    [Fact]
    public async Task After_a_kill_amid_a_deletion_the_account_is_gone_everywhere_and_what_it_wrote_is_redacted()
    {
        await using SiloProcess silo = await SiloProcess.StartAsync("--Im:Accounts:RedactOnDeletion=true");
        Person ann = await Person.RegisterAsync(silo, "Ann");
        Person[] others = await Person.RegisterAsync(silo, 12);
        Device anns = await ann.SignInAsync();
        Device[] devices = await Task.WhenAll(others.Select(other => other.SignInAsync()));
        GroupReply[] groups = await Task.WhenAll(Enumerable.Range(0, 40).Select(number =>
            anns.CreateGroupAsync($"Group {number}", others.Select(other => other.UserId))));
        string[] directs = await Task.WhenAll(devices.Select(device => device.OpenDirectAsync(ann.UserId)));

        string[] conversations = [.. groups.Select(group => group.ConversationId), .. directs];
        await Task.WhenAll(conversations.Select(async conversation => (await SendAsync(anns, conversation)).EnsureDone()));

        (await DeleteAsync(anns)).EnsureDone();
        await silo.KillAsync();
        await silo.StartAgainAsync();

        // Without a sign-in, a reminder has to resume the deletion.
        devices = await Task.WhenAll(devices.Select(device => device.RefreshAsync()));
        foreach (GroupReply group in groups)
        {
            await UntilAsync(
                async () => (await devices[0].MembersAsync(group)).Items.All(member => member.UserId != ann.UserId), "The deleted user stayed in a group.");
        }

        foreach ((Device device, string direct) in devices.Zip(directs))
        {
            await UntilAsync(
                async () => (await SendAsync(device, direct)).Code == (int)ErrorCode.PeerDeleted, "A conversation with the deleted user stayed open.");
        }

        await UntilAsync(
            async () => Array.TrueForAll(
                await Task.WhenAll(groups.Select(group => IsRedactedAsync(devices[0], group.ConversationId, ann))), done => done),
            "A message in a group was not redacted.");
        await UntilAsync(
            async () => Array.TrueForAll(
                await Task.WhenAll(devices.Zip(directs, (device, direct) => IsRedactedAsync(device, direct, ann))), done => done),
            "A message in a direct conversation was not redacted.");

        (await SignInAsync(ann)).EnsureRefused(ErrorCode.WrongCredentials);
        (await anns.Api.AskAsync("GET", "api/users/me")).EnsureRefused(ErrorCode.SessionEnded);
        Assert.Equal(others.Select(other => other.UserId), (await devices[0].MembersAsync(groups[0])).Items.Select(member => member.UserId));
        Assert.True((await devices[0].Api.GetAsync<UserProfile>($"api/users/{ann.UserId}")).Deleted);
        Assert.Empty(await devices[0].Api.GetAsync<UserProfile[]>($"api/users?query={ann.Username}"));
    }

    private static Task<Answer> DeleteAsync(Device device, string password = Person.Password) =>
        device.Api.AskAsync("DELETE", "api/accounts/me", new { password });

    private static async Task<bool> IsRedactedAsync(Device device, string conversationId, Person sender)
    {
        MessagePage page = await device.Api.GetAsync<MessagePage>($"api/conversations/{conversationId}/messages?limit=100");
        Message message = Assert.Single(page.Messages, message => message.SenderId == sender.UserId);
        return message is { Content.Text: null, Overlay.RedactedBy: MessageKind.Erase };
    }

    private static Task<Answer> SignInAsync(Person person) =>
        new Api(person.Silo.Http).AskAsync("POST", "api/sessions", new { username = person.Username, password = Person.Password, device = new { platform = "linux" } });

    private static Task<Answer> SendAsync(Device device, string conversationId) =>
        device.Api.AskAsync("POST", $"api/conversations/{conversationId}/messages", new SendRequest { Drafts = [Drafts.Text("hello?")] });

    private static Task<UserProfile[]> SearchAsync(Connection connection, string query) =>
        connection.Device.Api.GetAsync<UserProfile[]>($"api/users?query={query}");

    /// <summary>Polls for a state that is not pushed.</summary>
    private static async Task UntilAsync(Func<Task<bool>> isSo, string missing)
    {
        using CancellationTokenSource deadline = new(Patience);
        while (!await isSo())
        {
            Assert.False(deadline.IsCancellationRequested, missing);
        }
    }
}
