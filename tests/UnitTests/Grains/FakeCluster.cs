using System.Collections.Concurrent;
using ImOrleans.Grains.Conversations;
using ImOrleans.UnitTests.Hubs;

namespace ImOrleans.UnitTests.Grains;

/// <summary>Users, gateways and conversations that answer as the test says, behind the factory through which grains are reached.</summary>
internal sealed class FakeCluster
{
    private readonly ConcurrentDictionary<string, FakeMember> members = new();
    private readonly ConcurrentDictionary<string, FakeLaneEnd> gateways = new();

    public FakeCluster() => Factory = FakeGrains.Of<IGrainFactory>((method, arguments) => Find((string)arguments[0]!));

    public IGrainFactory Factory { get; }

    /// <summary>What conversations were told of gateways that do not have somebody.</summary>
    public ConcurrentQueue<(string GatewayId, string[] UserIds, bool GatewayIsGone)> Gone { get; } = new();

    public FakeMember Member(string userId) => members.GetOrAdd(userId, _ => new FakeMember());

    public FakeLaneEnd Gateway(string gatewayId) => gateways.GetOrAdd(gatewayId, _ => new FakeLaneEnd());

    private object Find(string key) =>
        gateways.TryGetValue(key, out FakeLaneEnd? gateway) ? gateway.Grain
        : key.Contains(':', StringComparison.Ordinal) ? FakeGrains.Of<IConversationGrain>(Told)
        : Member(key).Grain;

    private Task? Told(string method, object?[] arguments)
    {
        if (method != nameof(IConversationGrain.RoutesGone))
        {
            return null;
        }

        Gone.Enqueue(((string)arguments[0]!, (string[])arguments[1]!, (bool)arguments[2]!));
        return Task.CompletedTask;
    }
}
