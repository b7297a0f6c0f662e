using ImOrleans.Client.Events;
using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using ImOrleans.Protocol.Messages;
using Xunit;
using Drafts = ImOrleans.Client.Outgoing.Drafts;

namespace ImOrleans.EndToEndTests.Client;

public sealed class OutlivingTheServerTests
{
    [Fact]
    public async Task Messages_sent_around_a_kill_of_the_server_arrive_once_and_in_order()
    {
        await using SiloProcess silo = await SiloProcess.StartAsync();
        Person[] people = await Person.RegisterAsync(silo, 2);
        await using Phone ann = await Phone.SignInAsync(people[0]);
        await using Phone bob = await Phone.SignInAsync(people[1]);
        string id = await ann.Client.Conversations.OpenDirectAsync(people[1].UserId);

        const int before = 300;
        const int after = 50;
        List<Task<SendReceipt>> sends = [.. Enumerable.Range(1, before).Select(n => ann.Client.SendAsync(id, $"{n}"))];
        await sends[before / 3].WaitAsync(Phone.Patience);
        await silo.KillAsync();
        await ann.SeesAsync<ClientStateChanged>(changed => changed.State == ClientState.Offline, "no connection");
        sends.AddRange(Enumerable.Range(before + 1, after).Select(n => ann.Client.SendAsync(id, $"{n}")));
        Assert.NotEmpty(ann.Client.Outbox);
        await silo.StartAgainAsync();

        SendReceipt[] receipts = await Task.WhenAll(sends).WaitAsync(Phone.Patience);
        Assert.Equal(Enumerable.Range(1, before + after).Select(n => (long)n), receipts.Select(receipt => receipt.Seq));
        Assert.Empty(ann.Client.Outbox);
        foreach (Phone phone in new[] { ann, bob })
        {
            await phone.ReceivesAsync(id, $"{before + after}");
            Assert.Equal(Enumerable.Range(1, before + after).Select(n => $"{n}"), phone.TextsOf(id));
        }
    }

    [Fact]
    public async Task A_client_restarted_on_its_file_sends_what_waited_and_gets_nothing_twice()
    {
        await using SiloProcess silo = await SiloProcess.StartAsync();
        Person[] people = await Person.RegisterAsync(silo, 2);
        await using Phone bob = await Phone.SignInAsync(people[1]);
        string path = Phone.NewPath(silo);
        Phone first = await Phone.SignInAsync(people[0], path);
        string id = await first.Client.Conversations.OpenDirectAsync(people[1].UserId);
        await bob.Client.SendAsync(id, "from bob");
        await first.ReceivesAsync(id, "from bob");
        await silo.KillAsync();
        List<string> queued = [];
        for (int n = 1; n <= 40; n++)
        {
            queued.Add((await first.Client.QueueAsync(id, Drafts.Text($"{n}"))).ClientMessageId);
        }

        await first.DisposeAsync();
        await using Phone second = await Phone.ResumeAsync(silo, path);
        Assert.Equal(queued, second.Client.Outbox.Select(item => item.Draft.ClientMessageId));
        await silo.StartAgainAsync();

        await bob.ReceivesAsync(id, "40");
        await second.ReceivesAsync(id, "40");
        Message[] all = [.. await bob.Client.GetMessagesAsync(id, limit: 200)];
        Assert.Equal(queued, all.Where(message => message.SenderId == people[0].UserId).Select(message => message.ClientMessageId));
        Assert.Equal(Enumerable.Range(1, 41).Select(n => (long)n), [.. first.SeqsOf(id), .. second.SeqsOf(id)]);
        Assert.Empty(second.Client.Outbox);
    }

    [Fact]
    public async Task Received_messages_can_be_read_without_a_server()
    {
        await using SiloProcess silo = await SiloProcess.StartAsync();
        Person[] people = await Person.RegisterAsync(silo, 2);
        await using Phone bob = await Phone.SignInAsync(people[1]);
        string path = Phone.NewPath(silo);
        Phone first = await Phone.SignInAsync(people[0], path);
        string id = await bob.Client.Conversations.OpenDirectAsync(people[0].UserId);
        await Task.WhenAll(Enumerable.Range(1, 60).Select(n => bob.Client.SendAsync(id, $"{n}"))).WaitAsync(Phone.Patience);
        await first.ReceivesAsync(id, "60");
        await first.DisposeAsync();
        await silo.KillAsync();

        await using Phone offline = await Phone.ResumeAsync(silo, path);
        IReadOnlyList<Message> newest = await offline.Client.GetMessagesAsync(id, limit: 50);
        IReadOnlyList<Message> older = await offline.Client.GetMessagesAsync(id, before: newest[0].Seq);
        Assert.Equal(Enumerable.Range(1, 60).Select(n => $"{n}"), older.Concat(newest).Select(message => message.Content.Text));
        Assert.Equal((people[0].UserId, 60L), (offline.Client.UserId, Assert.Single(await offline.Client.Conversations.ListStoredAsync()).Unread));
    }
}
