using ImOrleans.Grains.Hosting;
using ImOrleans.Grains.Push;
using ImOrleans.Protocol.Accounts;
using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Errors;
using ImOrleans.Protocol.Hubs;
using Microsoft.Extensions.Options;

namespace ImOrleans.Grains.Sessions;

/// <inheritdoc cref="ISessionsGrain"/>
internal sealed class SessionsGrain : Grain, ISessionsGrain
{
    private readonly IPersistentState<SessionsState> sessions;
    private readonly SessionWatchers watchers;
    private readonly SessionOptions options;
    private readonly TimeProvider time;
    private readonly SettingReport report;

    public SessionsGrain(
        [PersistentState("sessions")] IPersistentState<SessionsState> sessions,
        IGrainFactory grains,
        SessionWatchers watchers,
        IOptions<SessionOptions> options,
        TimeProvider time)
    {
        (this.sessions, this.watchers, this.options, this.time) = (sessions, watchers, options.Value, time);
        report = new SettingReport(this, grains, SettingName.SignInPolicy, () => sessions.State.PolicyUnreported = false);
    }

    private string PolicyNow => sessions.State.Policy ?? options.Policy;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (sessions.State.PolicyUnreported)
        {
            report.Begin();
        }

        return Task.CompletedTask;
    }

    public async Task<SessionTicket> Open(DeviceInfo device, int? passwordVersion)
    {
        SessionRules.EnsureDevice(device);
        if (sessions.State.IsClosed || passwordVersion < sessions.State.PasswordVersion)
        {
            // Proved a moment ago, and not right any more.
            throw new ImException(ErrorCode.WrongCredentials, "The username or the password is wrong.");
        }

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
            PasswordVersion = passwordVersion ?? sessions.State.PasswordVersion,
        };
        await End(sessions.State.Admit(session, PolicyNow, options.MaxDevices));
        return TicketOf(session);
    }

    public async Task<SessionTicket> Refresh(string sessionId, int generation, string? retryId)
    {
        SessionState session = Find(sessionId);
        DateTimeOffset now = time.GetUtcNow();
        switch (SessionRules.Judge(session, generation, retryId, now, options))
        {
            case RefreshVerdict.Good:
                session.Generation++;
                session.RetryId = retryId;
                session.LastSeenAt = now;
                await sessions.WriteStateAsync();
                return TicketOf(session);
            case RefreshVerdict.Repeated:
                return TicketOf(session);
            case RefreshVerdict.Unknown:
                // No theft, but what is stored is older than what the device has seen: tokens that were spent since would be good again.
                sessions.State.ByDevice.Remove(session.DeviceId);
                await End([(session, SignedOutReason.Ended)]);
                throw SessionEnded();
            default:
                sessions.State.ByDevice.Remove(session.DeviceId);
                await End([(session, SignedOutReason.RefreshTokenReused)]);
                throw new ImException(ErrorCode.RefreshTokenReused, "This refresh token was used before. Its session was ended; sign in again.");
        }
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

    public Task<string?> DeviceOf(string sessionId, int generation) =>
        Task.FromResult(sessions.State.Find(sessionId) is { } session && session.Generation - generation is 0 or 1 ? session.DeviceId : null);

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
        sessions.State.ByDevice.Remove(deviceId, out SessionState? session)
            ? End([(session, reason)])
            : throw new ImException(ErrorCode.UnknownDevice, "No such device is signed in.");

    public Task EndOthers(string sessionId)
    {
        Find(sessionId);
        return End(sessions.State.RemoveOthers(sessionId));
    }

    public Task PasswordChanged(string keptSessionId, int version) =>
        version > sessions.State.PasswordVersion ? End(sessions.State.ChangePassword(keptSessionId, version)) : Task.CompletedTask;

    public Task Close() => sessions.State.IsClosed ? Task.CompletedTask : End(sessions.State.Close());

    public Task<string> Policy() => Task.FromResult(PolicyNow);

    public async Task<string> SetPolicy(string sessionId, string? policy)
    {
        SessionRules.EnsurePolicy(policy);

        // A session that a sign-in elsewhere has just ended changes nothing any more.
        SessionState own = Find(sessionId);
        (sessions.State.Policy, sessions.State.PolicyUnreported) = (policy, true);
        await End(sessions.State.RemoveMisfits(PolicyNow, own));
        report.Begin();
        return PolicyNow;
    }

    private SessionState Find(string sessionId) => sessions.State.Find(sessionId) ?? throw SessionEnded();

    private static ImException SessionEnded() => new(ErrorCode.SessionEnded, "This session has ended. Sign in again.");

    /// <summary>Stores first and notifies then: when a gateway learns that a session ended, it is dead everywhere.</summary>
    private async Task End(IEnumerable<(SessionState Session, string Reason)> ended)
    {
        await sessions.WriteStateAsync();
        (SessionState Session, string Reason)[] all = [.. ended];
        await Task.WhenAll(all.Select(end => watchers.NotifyEnded(end.Session.SessionId, end.Reason))
            .Concat(all.Select(end => EndPushAsync(end.Session.DeviceId))));
    }

    /// <summary>
    /// The device gets no notifications any more. When this is lost, the push grain finds it out before it sends: it asks which devices are
    /// signed in.
    /// </summary>
    private async Task EndPushAsync(string deviceId) => await GrainFactory.GetGrain<IPushGrain>(this.GetPrimaryKeyString())
        .Unregister(deviceId)
        .WaitAsync(options.EndPatience, time)
        .ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);

    private static SessionTicket TicketOf(SessionState session) => new()
    {
        SessionId = session.SessionId,
        DeviceId = session.DeviceId,
        Generation = session.Generation,
        Platform = session.Platform,
        PasswordVersion = session.PasswordVersion,
    };
}
