using ImOrleans.Client;
using ImOrleans.Protocol.Errors;
using Xunit;

namespace ImOrleans.UnitTests.Client;

/// <summary>Reports that the server keeps only as long as the connection.</summary>
public sealed class RepeatingReportsTests
{
    private static readonly string[] People = ["ann", "carl"];

    [Fact]
    public async Task A_new_connection_reports_the_background_and_not_the_foreground()
    {
        await using Bench bench = new();
        bench.Reconnect();
        await bench.Report.ReportAsync(AppState.Background, CancellationToken.None);
        bench.Reconnect();
        await bench.Hub.Asked.UntilAsync("state background", times: 2);
        await bench.Report.ReportAsync(AppState.Foreground, CancellationToken.None);
        bench.Reconnect();
        await bench.Report.ReportAsync(AppState.Background, CancellationToken.None);
        Assert.Equal(["state background", "state background", "state foreground", "state background"], bench.Hub.Asked.All);
    }

    [Fact]
    public async Task Reports_without_a_connection_are_sent_over_the_next()
    {
        await using Bench bench = new();
        bench.Online.Shut();
        await bench.Report.ReportAsync(AppState.Background, CancellationToken.None);
        await Assert.ThrowsAsync<ImException>(async () =>
        {
            bench.Hub.Before = _ => throw new ImException(ErrorCode.Unavailable, "There is no connection.");
            await bench.Presence.WatchAsync(People, CancellationToken.None);
        });
        bench.Hub.Before = _ => { };
        bench.Online.Open();
        await bench.Hub.Asked.UntilAsync("state background");
        await bench.Hub.Asked.UntilAsync("watch ann, carl", times: 2);
    }

    [Fact]
    public async Task Passing_trouble_is_waited_for()
    {
        await using Bench bench = new();
        bench.Hub.Before = _ => throw new ImException(ErrorCode.TooManyCalls, "Too many calls.", TimeSpan.FromMilliseconds(250));
        Task telling = bench.Report.ReportAsync(AppState.Background, CancellationToken.None);
        await bench.Hub.Asked.UntilAsync("state background");
        Assert.False(telling.IsCompleted);
        bench.Hub.Before = _ => { };
        await bench.Time.StepAsync();
        await bench.Hub.Asked.UntilAsync("state background", times: 2);
        await telling;
    }

    [Fact]
    public async Task Watched_users_are_watched_by_the_next_connection_too()
    {
        await using Bench bench = new();
        await bench.Presence.WatchAsync(People, CancellationToken.None);
        Assert.Empty(bench.Seen.All);
        bench.Reconnect();
        await bench.Seen.UntilAsync(all => all.Length == 2, "both");
        Assert.Equal(["watch ann, carl", "watch ann, carl"], bench.Hub.Asked.All);
        Assert.Equal(People, bench.Seen.All.Select(seen => seen.UserId));
    }

    [Fact]
    public async Task A_refused_watch_leaves_the_former_one()
    {
        await using Bench bench = new();
        await bench.Presence.WatchAsync(People, CancellationToken.None);
        bench.Hub.Before = _ => throw new ImException(ErrorCode.TooManyWatched, "Too many.");
        await Assert.ThrowsAsync<ImException>(() => bench.Presence.WatchAsync(["dora"], CancellationToken.None));
        bench.Hub.Before = _ => { };
        bench.Reconnect();
        await bench.Hub.Asked.UntilAsync("watch ann, carl", times: 2);
    }

    [Fact]
    public async Task Nobody_is_watched_again_after_the_end_of_it()
    {
        await using Bench bench = new();
        await bench.Presence.WatchAsync(People, CancellationToken.None);
        await bench.Presence.WatchAsync([], CancellationToken.None);
        bench.Reconnect();
        await bench.Presence.WatchAsync(["dora"], CancellationToken.None);
        Assert.Equal(["watch ann, carl", "watch ", "watch dora"], bench.Hub.Asked.All);
    }
}
