using ImOrleans.EndToEndTests.Client;
using ImOrleans.EndToEndTests.Messaging;
using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Groups;
using ImOrleans.Protocol.Messages;
using Xunit;

namespace ImOrleans.EndToEndTests.Clustering;

/// <summary>Silos and gateways in processes of their own, whatever their stores are.</summary>
public abstract class ClusterContract(LocalCluster cluster)
{
    [Theory, ClassData(typeof(EachWire))]
    public async Task People_on_different_gateways_write_to_each_other(Wire wire)
    {
        await using Chat chat = await Chat.StartAsync(cluster.Server, wire);

        for (int number = 1; number <= 20; number += 2)
        {
            Assert.Equal(number, (await chat.Ann.SayAsync(chat.Id, $"{number}")).Seq);
            await chat.Bob.ReceivesAsync(chat.Id, number);
            Assert.Equal(number + 1, (await chat.Bob.SayAsync(chat.Id, $"{number + 1}")).Seq);
            await chat.Ann.ReceivesAsync(chat.Id, number + 1);
        }

        SyncResult behind = await chat.Bob.SyncAsync(heads: new() { [chat.Id] = 19 });
        Assert.Equal(20, Assert.Single(behind.Conversations).Head);
        Message[] stored = await chat.Ann.EverythingAsync(chat.Id);
        Assert.Equal(Enumerable.Range(1, 20).Select(number => $"{number}"), stored.Select(message => message.Content.Text));
    }

    [Theory, ClassData(typeof(EachWire))]
    public async Task A_group_is_the_same_on_every_gateway(Wire wire)
    {
        Person[] people = await Person.RegisterAsync(cluster.Server, 6);
        Connection[] connections = await Task.WhenAll(people.Select(person => person.ConnectAsync(wire)));
        GroupReply group = await connections[0].Device.CreateGroupAsync("Garden", people.Skip(1).Select(person => person.UserId));

        SendReceipt[] receipts = await Task.WhenAll(
            connections.Select(connection => connection.SayAsync(group.ConversationId, connection.Device.UserId)));

        // The first entry is the notice of the new group.
        Assert.Equal(Enumerable.Range(2, 6).Select(seq => (long)seq), receipts.Select(receipt => receipt.Seq).Order());
        foreach (Connection connection in connections)
        {
            foreach (SendReceipt receipt in receipts.Where((_, sender) => connections[sender] != connection))
            {
                await connection.ReceivesAsync(group.ConversationId, receipt.Seq);
            }

            await connection.DisposeAsync();
        }
    }

    [Theory]
    [InlineData("silo1")]
    [InlineData("silo2")]
    public Task A_silo_that_is_killed_takes_no_acknowledged_message_with_it(string name) => KillAsync(name);

    [Fact]
    public async Task A_client_with_several_addresses_moves_to_another_gateway_when_its_own_stands_still()
    {
        Person[] people = await Person.RegisterAsync(cluster.Server, 2);
        await using Phone ann = await Phone.SignInAsync(people[0], with: options => options with
        {
            ServerUri = cluster.Gateways[0],
            OtherServers = [cluster.Gateways[1]],
            CallTimeout = TimeSpan.FromSeconds(2),
            KeepAlive = TimeSpan.FromSeconds(1),
            ServerTimeout = TimeSpan.FromSeconds(4),
        });
        await using Phone bob = await Phone.SignInAsync(people[1], with: options => options with { ServerUri = cluster.Gateways[1] });
        string id = await ann.Client.Conversations.OpenDirectAsync(people[1].UserId);
        await ann.Client.SendAsync(id, "before").WaitAsync(Phone.Patience);
        await bob.ReceivesAsync(id, "before");

        await using (await cluster.FreezeAsync("gateway1"))
        {
            await bob.Client.SendAsync(id, "while it stands still").WaitAsync(Phone.Patience);
            await ann.ReceivesAsync(id, "while it stands still");
            await ann.Client.SendAsync(id, "from the other gateway").WaitAsync(Phone.Patience);
            await bob.ReceivesAsync(id, "from the other gateway");
        }

        Assert.Equal([1, 2, 3], ann.SeqsOf(id).Order());
        Assert.Equal([1, 2, 3], bob.SeqsOf(id));
    }

    /// <summary>Kills a process while people write.</summary>
    protected async Task KillAsync(string name)
    {
        Chat[] chats = await Repeating.StartChatsAsync(cluster.Server, 8);
        await Task.WhenAll(chats.Select(chat => chat.SayUntilStoredAsync(1)));
        int before = cluster.Pid(name);

        cluster.Kill(name);

        await Task.WhenAll(chats.Select(async chat =>
        {
            for (int number = 2; number <= 30; number++)
            {
                await chat.SayUntilStoredAsync(number);
            }
        }));
        await UntilAsync(() => Task.FromResult(cluster.Pid(name) != before), $"{name} was not started again.");
        foreach (Chat chat in chats)
        {
            string?[] stored = [.. (await Repeating.CallAsync(() => chat.Ann.EverythingAsync(chat.Id))).Select(message =>
                message.Content.Text)];
            Assert.Equal(Enumerable.Range(1, 30).Select(number => $"{number}"), stored);
            await chat.DisposeAsync();
        }
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo, string missing)
    {
        using CancellationTokenSource deadline = new(Repeating.Patience);
        while (!await isSo())
        {
            Assert.False(deadline.IsCancellationRequested, missing);
            await Task.Yield();
        }
    }
}
