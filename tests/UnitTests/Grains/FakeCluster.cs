using System.Collections.Concurrent;
using ImOrleans.Grains.Conversations;
using ImOrleans.Grains.Presence;
using ImOrleans.UnitTests.Hubs;

namespace ImOrleans.UnitTests.Grains;

/// <summary>Users, gateways and conversations that answer as the test says, behind the factory through which grains are reached.</summary>
internal sealed class FakeCluster
{
    private readonly ConcurrentDictionary<string, FakeMember> members = new();
    private readonly ConcurrentDictionary<string, FakeLaneEnd> gateways = new();

    public FakeCluster() => Factory = FakeGrains.Factory(Find);

    public IGrainFactory Factory { get; }

    /// <summary>The notifications to conversations that a gateway does not have a user.</summary>
    public ConcurrentQueue<(string GatewayId, string[] UserIds)> Absent { get; } = new();

    /// <summary>The notifications of changed routes, by conversation.</summary>
    public ConcurrentQueue<(string ConversationId, string UserId, string GatewayId, bool Connected)> Changed { get; } = new();

    /// <summary>The notifications of changed privacy, by conversation.</summary>
    public ConcurrentQueue<(string ConversationId, string UserId, ReceiptPrivacy Receipts)> Receipts { get; } = new();

    /// <summary>Thrown by a conversation that is notified of a route or of privacy, after it has recorded it.</summary>
    public Exception? Failure { get; set; }

    public FakeMember Member(string userId) => members.GetOrAdd(userId, _ => new FakeMember());

    public FakeLaneEnd Gateway(string gatewayId) => gateways.GetOrAdd(gatewayId, _ => new FakeLaneEnd());

    private object Find(Type kind, string key) =>
        gateways.TryGetValue(key, out FakeLaneEnd? gateway) ? gateway.Grain
        : key.Contains(':', StringComparison.Ordinal) ? FakeGrains.Of<IConversationGrain>((method, arguments) => Told(key, method, arguments))
        : kind == typeof(IPresenceGrain) ? Member(key).Presence
        : Member(key).Grain;

    private Task? Told(string conversationId, string method, object?[] arguments)
    {
        switch (method)
        {
            case nameof(IConversationGrain.RemoveRoutes):
                Absent.Enqueue(((string)arguments[0]!, (string[])arguments[1]!));
                return Task.CompletedTask;
            case nameof(IConversationGrain.RouteChanged):
                Changed.Enqueue((conversationId, (string)arguments[0]!, (string)arguments[1]!, (bool)arguments[2]!));
                return Failure is { } failure ? Task.FromException(failure) : Task.CompletedTask;
            case nameof(IConversationGrain.ReceiptsChanged):
                Receipts.Enqueue((conversationId, (string)arguments[0]!, (ReceiptPrivacy)arguments[1]!));
                return Failure is { } lost ? Task.FromException(lost) : Task.CompletedTask;
            default:
                return null;
        }
    }
}
