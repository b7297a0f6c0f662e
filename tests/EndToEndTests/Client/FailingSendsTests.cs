using ImOrleans.Client.Events;
using ImOrleans.Client.Outgoing;
using ImOrleans.Client.Storage;
using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using ImOrleans.Protocol.Errors;
using ImOrleans.Protocol.Messages;
using Xunit;
using Drafts = ImOrleans.Client.Outgoing.Drafts;

namespace ImOrleans.EndToEndTests.Client;

public sealed class FailingSendsTests(SharedSilo shared)
{
    [Fact]
    public async Task A_refused_message_stays_in_the_outbox_and_holds_up_nobody()
    {
        Person ann = await Person.RegisterAsync(shared.Silo);
        await using Phone phone = await Phone.SignInAsync(ann);
        string id = await phone.Client.Conversations.OpenDirectAsync(ann.UserId);

        Task<SendReceipt> first = phone.Client.SendAsync(id, "first");
        MessageDraft nowhere = Drafts.Text("an answer to nothing", replyTo: -1);
        Task<SendReceipt> wrong = phone.Client.SendAsync(id, nowhere);
        Task<SendReceipt> last = phone.Client.SendAsync(id, "last");

        Assert.Equal(ErrorCode.InvalidDraft, (await Assert.ThrowsAsync<ImException>(() => wrong.WaitAsync(Phone.Patience))).Code);
        Assert.Equal([1L, 2L], (await Task.WhenAll(first, last).WaitAsync(Phone.Patience)).Select(receipt => receipt.Seq));
        OutboxItem failed = Assert.Single(phone.Client.Outbox);
        Assert.Equal((nowhere.ClientMessageId, ErrorCode.InvalidDraft), (failed.Draft.ClientMessageId, failed.Failure!.Code));
        await phone.SeesAsync<SendStateChanged>(changed => changed.State == SendState.Failed, "a failure");

        QueuedMessage again = (await phone.Client.RetryAsync(nowhere.ClientMessageId))!;
        await Assert.ThrowsAsync<ImException>(() => again.Receipt.WaitAsync(Phone.Patience));
        Assert.True(await phone.Client.DiscardAsync(nowhere.ClientMessageId));
        Assert.Empty(phone.Client.Outbox);
    }

    [Fact]
    public async Task A_message_that_no_server_would_take_is_not_kept()
    {
        Person ann = await Person.RegisterAsync(shared.Silo);
        await using Phone phone = await Phone.SignInAsync(ann);
        string id = await phone.Client.Conversations.OpenDirectAsync(ann.UserId);
        string most = new('x', 16 * 1024);
        await phone.Client.SendAsync(id, most).WaitAsync(Phone.Patience);
        ImException refusal = await Assert.ThrowsAsync<ImException>(() => phone.Client.SendAsync(id, most + "x"));
        Assert.Equal(ErrorCode.MessageTooLarge, refusal.Code);
        Assert.Empty(phone.Client.Outbox);
    }

    [Fact]
    public async Task A_conversation_of_others_refuses_and_another_one_is_not_held_up()
    {
        Person[] people = await Person.RegisterAsync(shared.Silo, 3);
        await using Phone ann = await Phone.SignInAsync(people[0]);
        await using Phone bob = await Phone.SignInAsync(people[1]);
        string theirs = await bob.Client.Conversations.OpenDirectAsync(people[2].UserId);
        string own = await ann.Client.Conversations.OpenDirectAsync(people[1].UserId);
        Task<SendReceipt> refused = ann.Client.SendAsync(theirs, "let me in");
        await ann.Client.SendAsync(own, "hello").WaitAsync(Phone.Patience);
        Assert.Equal(ErrorCode.NotAMember, (await Assert.ThrowsAsync<ImException>(() => refused.WaitAsync(Phone.Patience))).Code);
    }
}
