using ImOrleans.Gateway.Auth;
using ImOrleans.Grains.Delivery.Payloads;

namespace ImOrleans.Gateway.Frames;

/// <summary>Signs out the connections of a session that ended.</summary>
internal sealed class SessionEndedHandler(SessionCache sessions) : PayloadHandler<SessionEnded>
{
    protected override void Handle(SessionEnded payload, Recipients recipients)
    {
        // The cache first: a request that comes now must not find the session alive any more.
        sessions.Forget(recipients.Audience.Id);
        recipients.Each(payload.Reason, static (connection, reason) => _ = connection.SignOut(reason));
    }
}
