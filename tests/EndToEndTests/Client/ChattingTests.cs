using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using ImOrleans.Protocol.Messages;
using Xunit;

namespace ImOrleans.EndToEndTests.Client;

public sealed class ChattingTests(SharedSilo shared)
{
    [Fact]
    public async Task Two_clients_talk_and_each_gets_every_entry_once_and_in_order()
    {
        Person[] people = await Person.RegisterAsync(shared.Silo, 2);
        await using Phone ann = await Phone.SignInAsync(people[0]);
        await using Phone bob = await Phone.SignInAsync(people[1]);
        string id = await ann.Client.Conversations.OpenDirectAsync(people[1].UserId);

        const int each = 100;
        async Task TalkAsync(Phone who) => await Task.WhenAll(Enumerable.Range(1, each).Select(n => who.Client.SendAsync(id, $"{n}"))).WaitAsync(Phone.Patience);
        await Task.WhenAll(TalkAsync(ann), TalkAsync(bob));

        foreach (Phone phone in new[] { ann, bob })
        {
            await phone.ReceivesAsync(id, message => message.Seq == 2 * each, $"seq {2 * each}");
            Assert.Equal(Enumerable.Range(1, 2 * each).Select(n => (long)n), phone.SeqsOf(id));
        }

        Message[] byAnn = [.. (await bob.Client.GetMessagesAsync(id, limit: 200)).Where(message => message.SenderId == people[0].UserId)];
        Assert.Equal(Enumerable.Range(1, each).Select(n => $"{n}"), byAnn.Select(message => message.Content.Text));
        Assert.Empty(ann.Client.Outbox);
    }
}
