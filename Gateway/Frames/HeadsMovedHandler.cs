using ImOrleans.Grains.Delivery.Payloads;

namespace ImOrleans.Gateway.Frames;

/// <summary>Asks each connection once a push to compare its heads, however many conversations moved: the client compares all of them anyway.</summary>
internal sealed class HeadsMovedHandler : PayloadHandler<HeadsMoved>
{
    protected override void Handle(HeadsMoved payload, Recipients recipients) => recipients.CheckHeads();
}
