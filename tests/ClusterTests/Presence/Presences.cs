using ImOrleans.ClusterTests.Running;
using ImOrleans.Grains.Delivery.Payloads;
using ImOrleans.Grains.Presence;
using ImOrleans.Protocol.Presence;
using Xunit;

namespace ImOrleans.ClusterTests.Presence;

/// <summary>The calls of gateways about presence, and the pushes that they get.</summary>
internal static class Presences
{
    public static Task<UserPresence> See(this ImCluster cluster, string readerId, string userId) => cluster.Presence(userId).Get(readerId);

    /// <summary>The whole of what the gateway has of the user; no platform: the last connection is gone.</summary>
    public static Task Report(this ImCluster cluster, FakeGateway gateway, string userId, params string[] platforms) =>
        gateway.Report(userId, since: 1, [.. platforms.Select(platform => new ConnectedDevice($"d-{platform}", platform, Foreground: true))]);

    public static Task<PresenceAnswer> Watch(this ImCluster cluster, FakeGateway gateway, string userId, params string[] readerIds) =>
        cluster.Presence(userId).Watch(gateway.Id, readerIds);

    /// <summary>Time passes for everybody; these gateways say meanwhile that they live.</summary>
    public static async Task BeatWhile(this ImCluster cluster, TimeSpan duration, params FakeGateway[] living)
    {
        for (TimeSpan passed = TimeSpan.Zero; passed < duration; passed += ImCluster.PresenceSettings.PulsePeriod)
        {
            cluster.Time.Advance(ImCluster.PresenceSettings.PulsePeriod);
            await Task.WhenAll(living.Select(gateway => gateway.Register()));
        }
    }

    public static PresenceChanged[] FramesAbout(this FakeGateway gateway, string userId) =>
        [.. gateway.Of<PresenceChanged>().Where(pushed => pushed.Audience.Id == userId).Select(pushed => pushed.Payload)];

    public static Task UntilShown(this FakeGateway gateway, string userId, bool online) =>
        gateway.Until<PresenceChanged>((audience, changed) => audience.Id == userId && changed.Presence?.Online == online);

    public static void EnsureNothing(string userId, UserPresence seen) =>
        Assert.Equal((userId, false, 0, null), (seen.UserId, seen.Online, seen.Platforms.Length, seen.LastSeenAt));
}
