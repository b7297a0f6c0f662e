using ImOrleans.Protocol.Accounts;
using ImOrleans.Protocol.Errors;
using ImOrleans.Protocol.Hubs;
using Microsoft.Extensions.Options;

namespace ImOrleans.Grains.Sessions;

/// <inheritdoc cref="ISessionsGrain"/>
internal sealed class SessionsGrain(
    [PersistentState("sessions")] IPersistentState<SessionsState> sessions,
    SessionWatchers watchers,
    IOptions<SessionOptions> options,
    TimeProvider time) : Grain, ISessionsGrain
{
    public async Task<SessionTicket> Open(DeviceInfo device)
    {
        SessionRules.EnsureDevice(device);
        DateTimeOffset now = time.GetUtcNow();
        var session = new SessionState
        {
            SessionId = EntityId.New(now),
            DeviceId = device.DeviceId ?? EntityId.New(now),
            Platform = device.Platform,
            Name = device.Name,
            SignedInAt = now,
            LastSeenAt = now,
            Generation = 1,
        };
        SessionState[] replaced = MakeRoom(session.DeviceId);
        sessions.State.ByDevice[session.DeviceId] = session;
        await sessions.WriteStateAsync();
        await Task.WhenAll(replaced.Select(old => watchers.TellEnded(old.SessionId, SignedOutReason.Replaced)));
        return TicketOf(session);
    }

    public async Task<SessionTicket> Refresh(string sessionId, int generation)
    {
        SessionState session = sessions.State.Find(sessionId)
            ?? throw new ImException(ErrorCode.SessionEnded, "This session was signed out. Sign in again.");
        if (generation != session.Generation)
        {
            await Remove(session, SignedOutReason.RefreshTokenReused);
            throw new ImException(ErrorCode.RefreshTokenReused, "This refresh token was used before. Its session was ended; sign in again.");
        }

        session.Generation++;
        session.LastSeenAt = time.GetUtcNow();
        await sessions.WriteStateAsync();
        return TicketOf(session);
    }

    public Task<string?> Verify(string sessionId, string gatewayId)
    {
        SessionState? session = sessions.State.Find(sessionId);
        if (session is not null)
        {
            watchers.Add(sessionId, gatewayId);
        }

        return Task.FromResult(session?.DeviceId);
    }

    public Task<DeviceSession[]> List(string sessionId) =>
        Task.FromResult(sessions.State.ByDevice.Values.OrderByDescending(session => session.LastSeenAt).Select(session => new DeviceSession
        {
            DeviceId = session.DeviceId,
            Platform = session.Platform,
            Name = session.Name,
            SignedInAt = session.SignedInAt,
            LastSeenAt = session.LastSeenAt,
            Current = session.SessionId == sessionId,
        }).ToArray());

    public Task End(string deviceId, string reason) =>
        sessions.State.ByDevice.TryGetValue(deviceId, out SessionState? session)
            ? Remove(session, reason)
            : throw new ImException(ErrorCode.UnknownDevice, "No such device is signed in.");

    /// <summary>The sessions that end so that this device can sign in: its own, and the one seen longest ago when there are too many.</summary>
    private SessionState[] MakeRoom(string deviceId)
    {
        Dictionary<string, SessionState> byDevice = sessions.State.ByDevice;
        var ended = new List<SessionState>();
        if (byDevice.Remove(deviceId, out SessionState? own))
        {
            ended.Add(own);
        }

        while (byDevice.Count >= options.Value.MaxDevices)
        {
            SessionState oldest = byDevice.Values.MinBy(session => session.LastSeenAt)!;
            byDevice.Remove(oldest.DeviceId);
            ended.Add(oldest);
        }

        return [.. ended];
    }

    private async Task Remove(SessionState session, string reason)
    {
        sessions.State.ByDevice.Remove(session.DeviceId);
        await sessions.WriteStateAsync();
        await watchers.TellEnded(session.SessionId, reason);
    }

    private static SessionTicket TicketOf(SessionState session) =>
        new() { SessionId = session.SessionId, DeviceId = session.DeviceId, Generation = session.Generation };
}
