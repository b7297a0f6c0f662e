using ImOrleans.Grains;

namespace ImOrleans.Gateway.Process;

/// <summary>Who this process is to the silos: new at each start, so that what was promised to an earlier life of it is never taken for its own.</summary>
internal sealed class GatewayIdentity(TimeProvider time)
{
    public string Id { get; } = "gw-" + EntityId.New(time.GetUtcNow());
}
