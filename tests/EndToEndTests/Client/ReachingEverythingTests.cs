using ImOrleans.Client.Events;
using ImOrleans.Client.Storage;
using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using ImOrleans.Protocol.Accounts;
using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Groups;
using ImOrleans.Protocol.Hubs;
using ImOrleans.Protocol.Messages;
using ImOrleans.Protocol.Push;
using Xunit;
using Drafts = ImOrleans.Client.Outgoing.Drafts;

namespace ImOrleans.EndToEndTests.Client;

/// <summary>The calls of the protocol besides sending and receiving, through the SDK.</summary>
public sealed class ReachingEverythingTests(SharedSilo shared)
{
    [Fact]
    public async Task People_are_found_and_change_their_profile()
    {
        Person[] people = await Person.RegisterAsync(shared.Silo, 2);
        await using Phone ann = await Phone.SignInAsync(people[0]);
        Assert.Equal(1, (await ann.Client.GetServerAsync()).Protocol);
        Assert.Equal(people[0].UserId, (await ann.Client.Users.GetMeAsync()).UserId);
        Assert.Equal("Ann", (await ann.Client.Users.UpdateMeAsync(new ProfilePatch { DisplayName = "Ann" })).DisplayName);
        Assert.Equal(people[1].UserId, Assert.Single(await ann.Client.Users.SearchAsync(people[1].Username)).UserId);
        Assert.Equal(people[1].Username, (await ann.Client.Users.GetAsync(people[1].UserId)).Username);
        Assert.Equal(
            [people[1].UserId, people[0].UserId],
            (await ann.Client.Users.GetManyAsync([people[1].UserId, "nobody", people[0].UserId])).Select(profile => profile.UserId));
        await Phone.EnsureRefusedAsync(ErrorCode.UnknownUser, () => ann.Client.Users.GetAsync("nobody"));
        await Phone.EnsureRefusedAsync(ErrorCode.InvalidQuery, () => ann.Client.Users.SearchAsync("x"));
    }

    [Fact]
    public async Task A_group_is_made_and_its_members_come_and_go()
    {
        Person[] people = await Person.RegisterAsync(shared.Silo, 3);
        await using Phone ann = await Phone.SignInAsync(people[0]);
        await using Phone bob = await Phone.SignInAsync(people[1]);
        GroupReply group = await ann.Client.Groups.CreateAsync("Garden", [people[1].UserId]);
        await bob.SeesAsync<ConversationUpdated>(updated => updated.Change is { Kind: ChangeKind.Joined } joined && joined.ConversationId == group.ConversationId, "joined");
        await bob.ReceivesAsync(group.ConversationId, message => message.Kind == MessageKind.Notice, "a notice");

        await ann.Client.Groups.AddMembersAsync(group.GroupId, [people[2].UserId]);
        Assert.Equal(("Garden", 3), ((await ann.Client.Groups.GetAsync(group.GroupId)).Name, (await bob.Client.Groups.ListMembersAsync(group.GroupId)).Items.Length));
        await Phone.EnsureRefusedAsync(ErrorCode.NotTheOwner, () => bob.Client.Groups.RemoveMemberAsync(group.GroupId, people[2].UserId));
        await ann.Client.Groups.RemoveMemberAsync(group.GroupId, people[1].UserId);
        await bob.SeesAsync<ConversationUpdated>(updated => updated.Change.Kind == ChangeKind.Left, "left");
        await bob.ReceivesAsync(group.ConversationId, message => message.Content.Event == NoticeEvent.Removed, "the last notice");
        await Phone.EnsureRefusedAsync(ErrorCode.NotAMember, () => bob.Client.SendAsync(group.ConversationId, "hello?"));
    }

    [Fact]
    public async Task A_conversation_is_listed_answered_typed_in_and_read_on_another_device()
    {
        Person[] people = await Person.RegisterAsync(shared.Silo, 2);
        await using Phone ann = await Phone.SignInAsync(people[0]);
        await using Phone phone = await Phone.SignInAsync(people[1]);
        await using Phone laptop = await Phone.SignInAsync(people[1]);
        string id = await ann.Client.Conversations.OpenDirectAsync(people[1].UserId);
        await phone.Client.SendAsync(id, "hello").WaitAsync(Phone.Patience);
        await Task.WhenAll(Enumerable.Range(1, 8).Select(n => ann.Client.SendAsync(id, $"{n}"))).WaitAsync(Phone.Patience);
        await ann.Client.SendAsync(id, Drafts.Text("and you?", replyTo: 9, mentions: [people[1].UserId])).WaitAsync(Phone.Patience);
        Message answer = await phone.ReceivesAsync(id, "and you?");
        Assert.Equal((9L, people[1].UserId), (answer.ReplyTo, Assert.Single(answer.Mentions!)));
        await laptop.ReceivesAsync(id, "and you?");

        await ann.Client.TypingAsync(id);
        await phone.SeesAsync<TypingSeen>(seen => seen == new TypingSeen(id, people[0].UserId), "ann typing");
        ConversationPage page = await phone.Client.Conversations.ListAsync();
        Assert.Equal((10L, 9L), (Assert.Single(page.Items).Head, page.Items[0].Unread));
        Assert.Equal([4L, 5L, 6L], (await phone.Client.GetMessagesAsync(id, after: 3, limit: 3)).Select(message => message.Seq));

        await phone.Client.MarkReadAsync(id, 7);
        await laptop.SeesAsync<PositionChanged>(changed => changed == new PositionChanged(id, people[1].UserId, 7), "read on the phone");
        await ann.SeesAsync<PositionChanged>(changed => changed == new PositionChanged(id, people[1].UserId, 7), "read by bob");
        Assert.Equal(
            (people[1].UserId, 7L), Assert.Single((await ann.Client.Conversations.ListAsync(positions: true)).Items[0].Positions!) switch { var bob => (bob.UserId, bob.Read) });
        await laptop.Client.MarkReadAsync(id, 3);
        StoredConversation row = (await laptop.Client.Conversations.FindStoredAsync(id))!;
        Assert.Equal((7L, 3L), (row.ReadUpTo, row.Unread));
        Assert.Equal(page.Items[0].Title, (await phone.Client.Conversations.FindStoredAsync(id))!.Title);
    }

    [Fact]
    public async Task Devices_are_listed_and_a_policy_leaves_one_of_them()
    {
        Person ann = await Person.RegisterAsync(shared.Silo);
        await using Phone phone = await Phone.SignInAsync(ann, with: options => options with { DeviceName = "phone" });
        await using Phone laptop = await Phone.SignInAsync(ann);
        Assert.Equal(SignInPolicy.AllDevices, await laptop.Client.Devices.GetPolicyAsync());
        DeviceSession[] devices = await laptop.Client.Devices.ListAsync();
        Assert.Equal(laptop.Client.DeviceId, Assert.Single(devices, device => device.Current).DeviceId);
        Assert.Equal("phone", Assert.Single(devices, device => !device.Current).Name);

        Assert.Equal(SignInPolicy.OneDevice, await laptop.Client.Devices.SetPolicyAsync(SignInPolicy.OneDevice, Person.Password));

        Assert.Equal("policy", (await phone.SeesAsync<ClientStateChanged>(changed => changed.State == ClientState.SignedOut, "the end")).Reason);
        Assert.Single(await laptop.Client.Devices.ListAsync());
        await Phone.EnsureRefusedAsync(ErrorCode.InvalidPolicy, () => laptop.Client.Devices.SetPolicyAsync("some", Person.Password));
        await Phone.EnsureRefusedAsync(ErrorCode.WrongPassword, () => laptop.Client.Devices.SetPolicyAsync(null, "not the password"));
        await Phone.EnsureRefusedAsync(ErrorCode.UnknownDevice, () => laptop.Client.Devices.SignOutAsync("nothing"));
        Assert.Equal(SignInPolicy.AllDevices, await laptop.Client.Devices.SetPolicyAsync(null, Person.Password));
    }

    [Fact]
    public async Task A_password_is_changed_other_devices_are_signed_out_and_an_account_is_deleted()
    {
        Person ann = await Person.RegisterAsync(shared.Silo);
        string path = Phone.NewPath(shared.Silo);
        await using Phone laptop = await Phone.SignInAsync(ann, path);
        await using (Phone phone = await Phone.SignInAsync(ann))
        {
            await Phone.EnsureRefusedAsync(ErrorCode.WrongPassword, () => laptop.Client.Account.ChangePasswordAsync("not the password", "another battery"));
            await Phone.EnsureRefusedAsync(ErrorCode.InvalidPassword, () => laptop.Client.Account.ChangePasswordAsync(Person.Password, "short"));
            await laptop.Client.Account.ChangePasswordAsync(Person.Password, "another battery");
            Assert.Equal(SignedOutReason.PasswordChanged, await EndOf(phone));
        }

        await laptop.Client.SignInAsync(ann.Username, "another battery");
        await laptop.OnlineAsync();
        await using Phone other = await Phone.SignInAsync(ann, password: "another battery");
        await laptop.Client.Devices.SignOutOthersAsync();
        Assert.Equal(SignedOutReason.Ended, await EndOf(other));
        Assert.Single(await laptop.Client.Devices.ListAsync());

        await Phone.EnsureRefusedAsync(ErrorCode.WrongPassword, () => laptop.Client.Account.DeleteAsync(Person.Password));
        await laptop.Client.Account.DeleteAsync("another battery");
        Assert.Equal(SignedOutReason.AccountDeleted, await EndOf(laptop));
        await Phone.EnsureRefusedAsync(ErrorCode.WrongCredentials, () => laptop.Client.SignInAsync(ann.Username, "another battery"));
    }

    [Fact]
    public async Task Notifications_are_set_on_one_device_and_another_one_hears_of_it()
    {
        Person[] people = await Person.RegisterAsync(shared.Silo, 2);
        await using Phone phone = await Phone.SignInAsync(people[0]);
        await using Phone laptop = await Phone.SignInAsync(people[0]);
        string id = await phone.Client.Conversations.OpenDirectAsync(people[1].UserId);
        DateTimeOffset until = new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);
        ConversationSettings chosen = new() { MutedUntil = until, Notify = NotifyLevel.Mentions };
        Assert.Equal(chosen, await phone.Client.Conversations.SetSettingsAsync(id, chosen));
        await laptop.SeesAsync<ConversationUpdated>(
            updated => updated.Change is { Kind: ChangeKind.Notify, Notify: NotifyLevel.Mentions } change && change.ConversationId == id && change.MutedUntil == until,
            "the muted conversation");
        Assert.Equal(until, Assert.Single((await laptop.Client.Conversations.ListAsync()).Items).MutedUntil);

        PushSettings settings = new() { HideText = true, Language = "zh" };
        Assert.Equal(settings, await phone.Client.Notifications.SetSettingsAsync(settings));
        await laptop.SeesAsync<ConversationUpdated>(updated => updated.Change is { Kind: ChangeKind.Settings, Setting: SettingName.Push }, "the settings");
        Assert.Equal(settings, await laptop.Client.Notifications.GetSettingsAsync());
        await phone.Client.Notifications.ReportOpenedAsync("0123456789abcdef0123456789abcdef");
        await phone.Client.Notifications.UnregisterAsync();
        await Phone.EnsureRefusedAsync(
            ErrorCode.PushNotConfigured, () => phone.Client.Notifications.RegisterAsync(new PushTokenRequest { Provider = "none", Token = "t" }));
        await Phone.EnsureRefusedAsync(
            ErrorCode.InvalidPushSettings, () => phone.Client.Notifications.SetSettingsAsync(new PushSettings { Language = "no language" }));
        await Phone.EnsureRefusedAsync(
            ErrorCode.InvalidNotifyLevel, () => phone.Client.Conversations.SetSettingsAsync(id, new ConversationSettings { Notify = "some" }));
        await Phone.EnsureRefusedAsync(
            ErrorCode.NotAMember, () => phone.Client.Conversations.SetSettingsAsync("g:unknown", new ConversationSettings { Notify = NotifyLevel.All }));
    }

    private static async Task<string?> EndOf(Phone phone) =>
        (await phone.SeesAsync<ClientStateChanged>(changed => changed.State == ClientState.SignedOut, "the end")).Reason;
}
