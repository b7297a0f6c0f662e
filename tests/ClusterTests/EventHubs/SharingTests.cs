using ImOrleans.Engines.EventHubs;
using Xunit;

namespace ImOrleans.ClusterTests.EventHubs;

/// <summary>Two clusters that were pointed at one hub.</summary>
public sealed class SharingTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Events of one stream are in one partition, so an event of the other cluster would come before the last one.</summary>
    [Fact]
    public async Task Events_of_another_cluster_are_skipped()
    {
        EventHubsBroker broker = EventHubsBroker.Start();
        await using HubCluster one = await HubCluster.StartOfAsync(broker, "one");
        await using HubCluster other = await HubCluster.StartOfAsync(broker, "other");

        await one.PublishUntilTakenAsync("a", 1);
        await other.PublishUntilTakenAsync("a", 2);
        await one.PublishUntilTakenAsync("a", 3);
        await other.PublishUntilTakenAsync("a", 4);

        Assert.Equal([1, 3], await one.Inbox("a").UntilAsync(3, Cancellation));
        Assert.Equal([2, 4], await other.Inbox("a").UntilAsync(4, Cancellation));
    }
}
