using System.Text;
using ImOrleans.EndToEndTests.Messaging;
using ImOrleans.EndToEndTests.People;
using Xunit;

namespace ImOrleans.EndToEndTests.Clustering;

/// <summary>Two silos and two gateways, with streams on the broker of Event Hubs, each in a process of its own.</summary>
public sealed class RunningOnEventHubsTests(HubCluster cluster) : IClassFixture<HubCluster>
{
    private const int Chats = 8;

    [Fact]
    public async Task Devices_that_acknowledge_nothing_are_asked_to_check_over_the_hub()
    {
        Chat[] chats = await StartAsync();

        await Task.WhenAll(chats.Select(chat => chat.Ann.SayAsync(chat.Id, "1")));

        await EnsureCheckedAsync(chats);
        await DisposeAsync(chats);
    }

    /// <summary>A silo that dies holds partitions, and the checkpoints of its last seconds die with it.</summary>
    [Theory]
    [InlineData("silo1")]
    [InlineData("silo2")]
    [InlineData("eventhubs")]
    public async Task After_a_kill_every_message_is_stored_and_every_device_is_asked_to_check(string name)
    {
        Chat[] chats = await StartAsync();
        await Task.WhenAll(chats.Select(chat => chat.SayUntilStoredAsync(1)));
        await EnsureCheckedAsync(chats);

        cluster.Kill(name);

        await Task.WhenAll(chats.Select(async chat =>
        {
            for (int number = 2; number <= 10; number++)
            {
                await chat.SayUntilStoredAsync(number);
            }
        }));

        foreach (Chat chat in chats)
        {
            string?[] stored = [.. (await Repeating.CallAsync(() => chat.Bob.EverythingAsync(chat.Id))).Select(message =>
                message.Content.Text)];
            Assert.Equal(Enumerable.Range(1, 10).Select(number => $"{number}"), stored);
        }

        Chat[] later = await StartAsync();
        await Task.WhenAll(later.Select(chat => chat.SayUntilStoredAsync(1)));
        await EnsureCheckedAsync(later);
        await DisposeAsync([.. chats, .. later]);
    }

    private Task<Chat[]> StartAsync() => Repeating.StartChatsAsync(cluster.Server, Chats);

    private async Task EnsureCheckedAsync(Chat[] chats)
    {
        await Task.WhenAll(chats.Select(chat => chat.Bob.ReceivesAsync<Checked>(_ => true)));
        byte[][] partitions = [.. Directory.GetFiles(Path.Combine(cluster.Folder, "eventhubs")).Select(ReadShared)];
        Assert.All(chats, chat => Assert.Contains(partitions, partition =>
            partition.AsSpan().IndexOf(Encoding.UTF8.GetBytes(chat.Id)) >= 0));
    }

    /// <summary>The broker goes on writing.</summary>
    private static byte[] ReadShared(string file)
    {
        using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        byte[] whole = new byte[stream.Length];
        stream.ReadExactly(whole);
        return whole;
    }

    private static async Task DisposeAsync(Chat[] chats)
    {
        foreach (Chat chat in chats)
        {
            await chat.DisposeAsync();
        }
    }
}
