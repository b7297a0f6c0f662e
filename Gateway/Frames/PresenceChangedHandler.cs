using ImOrleans.Gateway.Presence;
using ImOrleans.Grains.Delivery.Payloads;

namespace ImOrleans.Gateway.Frames;

/// <summary>Passes a presence on to the table of watchers, which knows what each connection was shown last.</summary>
internal sealed class PresenceChangedHandler(PresenceWatches watches) : PayloadHandler<PresenceChanged>
{
    protected override void Handle(PresenceChanged payload, Recipients recipients) =>
        watches.Notify(recipients.Audience.Id, payload.Presence, payload.Stamp);
}
