using ImOrleans.EndToEndTests.Messaging;
using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Groups;
using ImOrleans.Protocol.Presence;
using Xunit;

namespace ImOrleans.EndToEndTests.Presence;

/// <summary>
/// The people who see the receipts of a user: positions and typing. A hidden receipt is proved absent by a later one that is shown, because
/// receipts of one kind keep their order.
/// </summary>
public sealed class HidingReceiptsTests(SharedSilo shared)
{
    [Theory]
    [InlineData(Wire.Json, PresenceVisibility.Everyone)]
    [InlineData(Wire.MessagePack, PresenceVisibility.Everyone)]
    [InlineData(Wire.Json, PresenceVisibility.Contacts)]
    public async Task A_stranger_who_writes_gets_no_receipts_before_the_first_reply(Wire wire, string visibleTo)
    {
        await using Chat chat = await Chat.StartAsync(shared.Silo, wire);
        (string ann, string bob) = (chat.Ann.Device.UserId, chat.Bob.Device.UserId);
        await chat.Bob.Device.ChooseAsync(visibleTo: visibleTo);
        await chat.Ann.SayAsync(chat.Id, "Are you there?");

        await chat.Bob.GiveAsync(chat.Id, 1);
        await chat.Ann.TypeAsync(chat.Id);
        await chat.Bob.ReceivesAsync<Typed>(typed => typed == new Typed(chat.Id, ann));
        Assert.Null(await chat.Ann.Device.ListedAsync(bob, chat.Id));
        Assert.NotNull(await chat.Bob.Device.ListedAsync(ann, chat.Id));

        await chat.Bob.SayAsync(chat.Id, "Yes.");
        await chat.Ann.GiveAsync(chat.Id, 2);
        await chat.Bob.ReceivesReceiptsAsync(ann, chat.Id, 2, typings: 2);
        await chat.Ann.SayAsync(chat.Id, "Good.");
        await chat.Bob.GiveAsync(chat.Id, 3);
        await chat.Ann.ReceivesReceiptsAsync(bob, chat.Id, 3);
        Assert.Equal(["delivered 3", "read 3", "typing"], chat.Ann.ReceiptsOf(bob, chat.Id).Order());
        Assert.Equal<(long, long)?>((3, 3), await chat.Ann.Device.ListedAsync(bob, chat.Id));
    }

    [Theory]
    [InlineData("bob", PresenceVisibility.Nobody, null, Wire.Json)]
    [InlineData("bob", null, ReceiptVisibility.Nobody, Wire.MessagePack)]
    [InlineData("ann", null, ReceiptVisibility.Nobody, Wire.Json)]
    public async Task A_choice_hides_receipts_in_a_direct_conversation_when_it_is_answered_and_shows_them_when_it_is_taken_back(
        string whose, string? visibleTo, string? receipts, Wire wire)
    {
        await using Chat chat = await Chat.StartAsync(shared.Silo, wire);
        (string ann, string bob) = (chat.Ann.Device.UserId, chat.Bob.Device.UserId);
        Device chooser = (whose == "bob" ? chat.Bob : chat.Ann).Device;
        await chat.Ann.SayAsync(chat.Id, "one");
        await chat.Bob.SayAsync(chat.Id, "two");
        await chat.Bob.TypeAsync(chat.Id);
        await chat.Ann.ReceivesAsync<Typed>(typed => typed.UserId == bob);
        await chat.Ann.TypeAsync(chat.Id);
        await chat.Bob.ReceivesAsync<Typed>(typed => typed.UserId == ann);
        await chat.Ann.SayAsync(chat.Id, "three");

        await chooser.ChooseAsync(visibleTo, receipts);
        await chat.Bob.GiveAsync(chat.Id, 3);
        await chat.Bob.SayAsync(chat.Id, "four");
        await chat.Ann.GiveAsync(chat.Id, 4);
        Assert.Null(await chat.Ann.Device.ListedAsync(bob, chat.Id));
        (long, long)? hers = receipts is null ? (4, 4) : null;
        Assert.Equal(hers, await chat.Bob.Device.ListedAsync(ann, chat.Id));

        await chooser.ChooseAsync(PresenceVisibility.Everyone, ReceiptVisibility.Everyone);
        Assert.NotNull(await chat.Ann.Device.ListedAsync(bob, chat.Id));
        await chat.Ann.SayAsync(chat.Id, "five");
        await chat.Bob.GiveAsync(chat.Id, 5);
        await chat.Bob.SayAsync(chat.Id, "six");
        await chat.Ann.GiveAsync(chat.Id, 6);
        int typings = receipts is null ? 3 : 2;
        await chat.Ann.ReceivesReceiptsAsync(bob, chat.Id, 5, typings: 2);
        await chat.Bob.ReceivesReceiptsAsync(ann, chat.Id, 6, typings);
        Assert.Equal(["delivered 5", "read 5", "typing", "typing"], chat.Ann.ReceiptsOf(bob, chat.Id).Order());
        Assert.Equal(receipts is null, chat.Bob.ReceiptsOf(ann, chat.Id).Contains("read 4"));
        Assert.Equal(typings, chat.Bob.ReceiptsOf(ann, chat.Id).Count(words => words == "typing"));
    }

    [Theory, ClassData(typeof(EachWire))]
    public async Task In_a_group_members_see_receipts_unless_one_of_the_two_hides_them(Wire wire)
    {
        Person[] people = await Person.RegisterAsync(shared.Silo, 3);
        await using Connection ann = await people[0].ConnectAsync(wire);
        await using Connection bob = await people[1].ConnectAsync(wire);
        await using Connection carl = await people[2].ConnectAsync(wire);
        GroupReply group = await ann.Device.CreateGroupAsync("Group", people[1].UserId, people[2].UserId);
        string id = group.ConversationId;
        await bob.Device.ChooseAsync(visibleTo: PresenceVisibility.Nobody);
        await bob.GiveAsync(id, 1);
        await ann.ReceivesReceiptsAsync(bob.Device.UserId, id, 1);
        await carl.ReceivesReceiptsAsync(bob.Device.UserId, id, 1);

        await carl.Device.ChooseAsync(receipts: ReceiptVisibility.Nobody);
        await ann.SayAsync(id, "two");
        await bob.GiveAsync(id, 2);
        await carl.GiveAsync(id, 2);
        await ann.ReceivesAsync<ReadMoved>(moved => moved == new ReadMoved(id, bob.Device.UserId, 2));
        Assert.Equal<(long, long)?>((2, 2), await ann.Device.ListedAsync(bob.Device.UserId, id));
        Assert.Null(await ann.Device.ListedAsync(carl.Device.UserId, id));
        Assert.Null(await carl.Device.ListedAsync(bob.Device.UserId, id));

        await carl.Device.ChooseAsync(receipts: ReceiptVisibility.Everyone);
        await ann.SayAsync(id, "three");
        await bob.GiveAsync(id, 3);
        await carl.GiveAsync(id, 3);
        await carl.ReceivesReceiptsAsync(bob.Device.UserId, id, 3);
        await ann.ReceivesReceiptsAsync(carl.Device.UserId, id, 3);
        Assert.Equal(["delivered 3", "read 3", "typing"], ann.ReceiptsOf(carl.Device.UserId, id).Order());
        Assert.Equal(
            ["delivered 1", "delivered 3", "read 1", "read 3"], carl.ReceiptsOf(bob.Device.UserId, id).Where(words => words != "typing").Order());
    }

    [Fact]
    public async Task A_user_who_hides_receipts_still_counts_unread_and_sees_the_own_position_on_all_devices()
    {
        await using Chat chat = await Chat.StartAsync(shared.Silo, Wire.Json);
        await using Connection tablet = await chat.BobHimself.ConnectAsync();
        await chat.Bob.Device.ChooseAsync(receipts: ReceiptVisibility.Nobody);
        await chat.Ann.SendAsync(chat.Id, Drafts.Numbered(3));

        await chat.Bob.ReadAsync(chat.Id, 2);

        await tablet.ReceivesAsync<ReadMoved>(moved => moved == new ReadMoved(chat.Id, chat.Bob.Device.UserId, 2));
        ConversationHead head = Assert.Single((await tablet.SyncAsync()).Conversations);
        Assert.Equal((2L, 1L), (head.ReadUpTo, head.Unread));
    }

    [Fact]
    public async Task One_choice_leaves_the_other_and_ones_devices_hear_of_it()
    {
        Person ann = await Person.RegisterAsync(shared.Silo);
        await using Connection phone = await ann.ConnectAsync();
        Device laptop = await ann.SignInAsync();
        Assert.Equal((PresenceVisibility.Everyone, ReceiptVisibility.Everyone), await ChosenAsync());

        await laptop.ChooseAsync(receipts: ReceiptVisibility.Nobody);
        await phone.ReceivesAsync<Changed>(changed => changed.Change is { Kind: ChangeKind.Settings, Setting: SettingName.Presence });
        await laptop.ChooseAsync(visibleTo: PresenceVisibility.Contacts);
        Assert.Equal((PresenceVisibility.Contacts, ReceiptVisibility.Nobody), await ChosenAsync());
        await laptop.ChooseAsync(receipts: PresencePrivacy.ServerDefault);
        Assert.Equal((PresenceVisibility.Contacts, ReceiptVisibility.Everyone), await ChosenAsync());
        await laptop.ChooseAsync(PresencePrivacy.ServerDefault, ReceiptVisibility.Nobody);
        Assert.Equal((PresenceVisibility.Everyone, ReceiptVisibility.Nobody), await ChosenAsync());

        (await laptop.Api.AskAsync("PUT", "api/presence/privacy", new { receipts = "contacts" })).EnsureRefused(ErrorCode.InvalidReceipts);
        (await laptop.Api.AskAsync("PUT", "api/presence/privacy", new { visibleTo = "friends", receipts = "everyone" })).EnsureRefused(ErrorCode.InvalidVisibility);
        Assert.Equal((PresenceVisibility.Everyone, ReceiptVisibility.Nobody), await ChosenAsync());

        async Task<(string? VisibleTo, string? Receipts)> ChosenAsync()
        {
            PresencePrivacy privacy = await laptop.Api.GetAsync<PresencePrivacy>("api/presence/privacy");
            return (privacy.VisibleTo, privacy.Receipts);
        }
    }
}
