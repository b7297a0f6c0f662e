using ImOrleans.EndToEndTests.Messaging;
using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using ImOrleans.Engines.EventHubs;
using ImOrleans.Protocol.Conversations;
using Xunit;

namespace ImOrleans.EndToEndTests.Streaming;

/// <summary>
/// A silo and a gateway whose hub is away, wrong or back again. The broker runs in this process, where the tests can stop it.
/// </summary>
public sealed class GoingWithoutTheHubTests
{
    [Fact]
    public async Task They_start_and_chat_without_the_hub_and_use_it_when_it_comes()
    {
        await using EventHubsBroker broker = EventHubsBroker.Prepare();
        await using SiloProcess silo = await SiloProcess.StartPureAsync(Settings(broker));
        await using SiloProcess gateway = await silo.StartGatewayAsync();
        await using Chat chat = await Chat.StartAsync(gateway, Wire.Json);
        Assert.Equal(1, (await chat.Ann.SayAsync(chat.Id, "without")).Seq);
        await chat.Bob.ReceivesAsync(chat.Id, 1);
        SyncResult pulled = await chat.Bob.SyncAsync();
        Assert.Equal(1, Assert.Single(pulled.Conversations).Head);
        Assert.Contains("runs without stream events", silo.Run.Everything, StringComparison.Ordinal);
        Assert.Empty(chat.Bob.Events.Of<Checked>());

        broker.StartAgain();

        // Bob acknowledged nothing, and is notified of that over the hub now.
        await chat.Bob.ReceivesAsync<Checked>(_ => true);
        Assert.True(broker.Holds(chat.Id), "The event did not go over the hub.");
        silo.Run.EnsureNoStackTrace();
        Assert.DoesNotContain("SharedAccessKey=", silo.Run.Everything, StringComparison.Ordinal);
        Assert.Equal(0, await gateway.StopAsync());
        Assert.Equal(0, await silo.StopAsync());
    }

    [Fact]
    public async Task A_silo_stops_with_0_though_the_hub_never_came()
    {
        await using EventHubsBroker broker = EventHubsBroker.Prepare();
        await using SiloProcess silo = await SiloProcess.StartPureAsync(Settings(broker));

        Assert.Equal(0, await silo.StopAsync());
        silo.Run.EnsureNoStackTrace();
    }

    [Fact]
    public async Task A_hub_that_goes_and_comes_back_while_people_write_costs_no_message_and_no_flood_of_the_log()
    {
        await using EventHubsBroker broker = EventHubsBroker.Start();
        await using SiloProcess silo = await SiloProcess.StartAsync(Settings(broker));
        await using Chat chat = await Chat.StartAsync(silo, Wire.Json);
        await chat.Ann.SayAsync(chat.Id, "1");
        await chat.Bob.ReceivesAsync<Checked>(_ => true);
        int printed = silo.Run.Everything.Length;

        broker.Kill();
        for (int number = 2; number <= 60; number++)
        {
            Assert.Equal(number, (await chat.Ann.SayAsync(chat.Id, $"{number}")).Seq);
            await chat.Bob.ReceivesAsync(chat.Id, number);
        }

        broker.StartAgain();
        await using Chat later = await Chat.StartAsync(silo, Wire.Json);
        await later.Ann.SayAsync(later.Id, "1");
        await later.Bob.ReceivesAsync<Checked>(_ => true);

        silo.Run.EnsureNoStackTrace(printed);
        Assert.InRange(silo.Run.Everything[printed..].Split('\n').Length, 1, 60);
        Assert.Equal(0, await silo.StopAsync());
    }

    [Theory]
    [InlineData("does not exist", "--Im:EventHubs:Hub=other")]
    [InlineData("does not exist", "--Im:EventHubs:ConsumerGroup=strangers")]
    [InlineData("refuses this silo", "--Im:EventHubs:ConnectionString=Endpoint=sb://127.0.0.1:{0};SharedAccessKeyName=im;SharedAccessKey=x;UseDevelopmentEmulator=true")]
    public async Task A_hub_that_refuses_the_silo_is_one_sentence(string reason, string wrong)
    {
        await using EventHubsBroker broker = EventHubsBroker.Start();
        await using SiloProcess silo = SiloProcess.Prepare([.. Settings(broker),
            wrong.Replace("{0}", $"{broker.Port}", StringComparison.Ordinal)]);
        using SiloRun run = new(silo.Arguments);

        Assert.Equal(1, await run.ExitAsync());
        string sentence = Assert.Single(run.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        Assert.Contains(reason, sentence, StringComparison.Ordinal);
        Assert.DoesNotContain("SharedAccessKey=", sentence, StringComparison.Ordinal);
    }

    private static string[] Settings(EventHubsBroker broker) =>
    [
        "--Im:Providers:Streams=eventhubs",
        "--Im:EventHubs:Checkpoints=grain-storage",
        $"--Im:EventHubs:ConnectionString={broker.ConnectionString}",
    ];
}
