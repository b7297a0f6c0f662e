using ImOrleans.Protocol.Presence;

namespace ImOrleans.Grains.Delivery.Payloads;

/// <summary>The presence of a user changed, for the watchers of that user.</summary>
/// <param name="Presence">Null when not everybody may see it: the gateway asks which of its users may see what.</param>
/// <param name="Stamp">Orders it among the answers about the same user.</param>
[GenerateSerializer, Immutable, Alias("im.presence-changed")]
public sealed record PresenceChanged([property: Id(0)] UserPresence? Presence, [property: Id(1)] long Stamp) : Payload
{
    public override Repair Repair => new(RepairKind.WatchRound);
}
