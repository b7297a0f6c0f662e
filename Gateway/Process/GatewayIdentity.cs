using ImOrleans.Grains;

namespace ImOrleans.Gateway.Process;

/// <summary>
/// The id of this process for the silos. It is new at each start, so that leases of an earlier process are never taken for those of this
/// one.
/// </summary>
internal sealed class GatewayIdentity(TimeProvider time)
{
    public string Id { get; } = "gw-" + EntityId.New(time.GetUtcNow());
}
