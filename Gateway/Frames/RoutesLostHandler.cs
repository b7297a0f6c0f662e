using ImOrleans.Gateway.Delivery;
using ImOrleans.Grains.Delivery.Payloads;

namespace ImOrleans.Gateway.Frames;

/// <summary>Attaches users again whose grains begin without routes.</summary>
internal sealed class RoutesLostHandler(ForgottenUsers forgotten) : PayloadHandler<RoutesLost>
{
    protected override void Handle(RoutesLost payload, Recipients recipients) => forgotten.Add(recipients.Audience.UserIds);
}
