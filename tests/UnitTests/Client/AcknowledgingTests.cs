using ImOrleans.Client;
using ImOrleans.Client.Storage;
using ImOrleans.Protocol.Errors;
using Xunit;

namespace ImOrleans.UnitTests.Client;

public sealed class AcknowledgingTests
{
    private static readonly ImException Unavailable = new(ErrorCode.Unavailable, "Not there.");

    [Fact]
    public async Task A_burst_in_two_conversations_is_acknowledged_by_one_call()
    {
        await using Bench bench = new();
        await bench.PushAsync("g:1", 1, 500);
        await bench.PushAsync("g:2", 1, 300);
        Assert.Empty(bench.Hub.Asked.All);
        await bench.Time.StepAsync();
        await bench.Hub.Asked.UntilAsync("delivered g:1 500, g:2 300");
        Assert.Single(bench.Hub.Asked.All);
    }

    [Fact]
    public async Task Many_conversations_do_not_wait_for_the_delay()
    {
        await using Bench bench = new(options => options with { AcknowledgementBatch = 2 });
        await bench.PushAsync("g:1", 1, 1);
        await bench.PushAsync("g:2", 1, 2);
        await bench.Hub.Asked.UntilAsync("delivered g:1 1, g:2 2");
    }

    [Fact]
    public async Task Messages_from_sync_and_history_are_acknowledged_too()
    {
        await using Bench bench = new();
        bench.Hub.Heads["g:1"] = 150;
        bench.Hub.Syncs = _ => ScriptedHub.Nothing("1") with { Conversations = [ScriptedHub.Head("g:1", 150)] };
        bench.Syncing.Request();
        await bench.Synced.UntilAsync(all => all.Length == 1, "a sync");
        Assert.Equal(150, bench.Received.All.Sum(received => received.Messages.Count));
        await bench.Time.StepAsync();
        await bench.Hub.Asked.UntilAsync("delivered g:1 150");
    }

    [Fact]
    public async Task Stored_messages_that_the_server_may_not_know_as_delivered_are_acknowledged_after_a_sync()
    {
        await using Bench bench = new();
        await bench.HasAsync(new StoredConversation { ConversationId = "g:1", Applied = 7, Handled = 7, Head = 7 });
        bench.Hub.Syncs = _ => ScriptedHub.Nothing("1") with { Conversations = [ScriptedHub.Head("g:1", 7)] };
        bench.Syncing.Request();
        await bench.Time.StepAsync();
        await bench.Hub.Asked.UntilAsync("delivered g:1 7");
    }

    [Fact]
    public async Task A_call_that_failed_is_repeated_with_the_newest_place()
    {
        await using Bench bench = new();
        bench.Hub.Before = words =>
        {
            if (words == "delivered g:1 3")
            {
                throw Unavailable;
            }
        };
        await bench.PushAsync("g:1", 1, 3);
        await bench.Time.StepAsync();
        await bench.Hub.Asked.UntilAsync("delivered g:1 3");
        await bench.PushAsync("g:1", 4, 5);
        await bench.Time.StepAsync();
        await bench.Time.StepAsync();
        await bench.Hub.Asked.UntilAsync("delivered g:1 5");
        Assert.Equal(2, bench.Hub.Asked.All.Length);
    }

    [Fact]
    public async Task Nothing_is_reported_without_a_connection_and_everything_with_the_next()
    {
        await using Bench bench = new();
        bench.Online.Shut();
        await bench.PushAsync("g:1", 1, 3);
        bench.Acks.Read("g:1", 2);
        await bench.Time.StepAsync();
        bench.Online.Open();
        await bench.Hub.Asked.UntilAsync("read g:1 2");
        Assert.Equal(["delivered g:1 3", "read g:1 2"], bench.Hub.Asked.All);
    }

    [Fact]
    public async Task One_place_that_fails_takes_no_other_with_it()
    {
        await using Bench bench = new();
        Dictionary<string, Exception> refusals = new()
        {
            ["read g:1 1"] = Unavailable,
            ["read g:2 1"] = new ImException(ErrorCode.NotAMember, "Not a member."),
        };
        bench.Hub.Before = words =>
        {
            if (refusals.Remove(words, out Exception? refusal))
            {
                throw refusal;
            }
        };
        for (int n = 1; n <= 4; n++)
        {
            bench.Acks.Read($"g:{n}", 1);
        }

        await bench.Time.StepAsync();
        await bench.Time.StepAsync();
        await bench.Time.StepAsync();
        await bench.Hub.Asked.UntilAsync("read g:1 1", times: 2);
        await bench.Hub.Asked.UntilAsync("read g:4 1");
        await bench.Acks.FlushAsync();
        long[] told = await Task.WhenAll(Enumerable.Range(1, 4).Select(async n => (await bench.RowAsync($"g:{n}")).ReadTold));
        Assert.Equal([1L, 0L, 1L, 1L], told);
    }

    [Fact]
    public async Task A_store_that_cannot_record_a_report_does_not_stop_reporting()
    {
        await using Bench bench = new();
        bench.Disk.IsFull = true;
        bench.Acks.Read("g:1", 1);
        await bench.Time.StepAsync();
        await bench.StoreStates.UntilAsync(all => all.Length == 1, "a failure");
        bench.Disk.IsFull = false;
        await bench.Time.StepAsync();
        await bench.Time.StepAsync();
        await bench.Hub.Asked.UntilAsync("read g:1 1", times: 2);
        await bench.Acks.FlushAsync();
        Assert.Equal(1, (await bench.RowAsync("g:1")).ReadTold);
    }

    [Fact]
    public async Task Going_to_the_background_sends_the_acknowledgements_before_the_new_state()
    {
        await using Bench bench = new();
        await bench.PushAsync("g:1", 1, 3);
        bench.Acks.Read("g:1", 2);
        await bench.Report.ReportAsync(AppState.Background, CancellationToken.None);
        Assert.Equal(["delivered g:1 3", "read g:1 2", "state background"], bench.Hub.Asked.All);
    }

    [Fact]
    public async Task Reads_in_the_background_are_reported_before_the_system_may_freeze_the_application()
    {
        await using Bench bench = new();
        await bench.Report.ReportAsync(AppState.Background, CancellationToken.None);
        bench.Acks.Read("g:1", 2);
        await bench.Report.FlushAsync(CancellationToken.None);
        Assert.Equal(["state background", "read g:1 2"], bench.Hub.Asked.All);

        bench.Online.Shut();
        bench.Acks.Read("g:1", 3);
        await bench.Report.FlushAsync(CancellationToken.None);
        Assert.Equal(2, bench.Hub.Asked.All.Length);
    }
}
