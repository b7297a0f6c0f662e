using ImOrleans.Protocol.Hubs;

namespace ImOrleans.Grains.Sessions;

/// <summary>The sessions of one user by device, at most <see cref="SessionOptions.MaxDevices"/>.</summary>
[GenerateSerializer, Alias("im.sessions-state")]
internal sealed class SessionsState
{
    [Id(0)]
    public Dictionary<string, SessionState> ByDevice { get; set; } = [];

    /// <summary>Null while the user has chosen none.</summary>
    [Id(1)]
    public string? Policy { get; set; }

    /// <summary>Whether the user's devices may not know of <see cref="Policy"/>. Stored with it, and resumed at activation.</summary>
    [Id(2)]
    public bool PolicyUnreported { get; set; }

    /// <summary>Sessions that older passwords have opened were ended.</summary>
    [Id(3)]
    public int PasswordVersion { get; set; }

    /// <summary>The account was deleted. All that stays of the sessions, for ever.</summary>
    [Id(4)]
    public bool IsClosed { get; set; }

    public SessionState? Find(string sessionId) => ByDevice.Values.FirstOrDefault(session => session.SessionId == sessionId);

    /// <returns>The sessions that end for it, and why.</returns>
    public List<(SessionState Session, string Reason)> Admit(SessionState session, string policy, int maxDevices)
    {
        List<(SessionState, string)> ended = [];
        if (ByDevice.Remove(session.DeviceId, out SessionState? own))
        {
            ended.Add((own, SignedOutReason.Replaced));
        }

        ByDevice[session.DeviceId] = session;
        ended.AddRange(RemoveMisfits(policy, session));
        foreach (SessionState surplus in ByDevice.Values.OrderBy(other => other == session).ThenBy(other => other.LastSeenAt).SkipLast(maxDevices).ToArray())
        {
            ByDevice.Remove(surplus.DeviceId);
            ended.Add((surplus, SignedOutReason.Replaced));
        }

        return ended;
    }

    public List<(SessionState Session, string Reason)> RemoveOthers(string sessionId) =>
        Remove(session => session.SessionId != sessionId, SignedOutReason.Ended);

    /// <summary>The kept session lives by the new password from here on.</summary>
    public List<(SessionState Session, string Reason)> ChangePassword(string keptSessionId, int version)
    {
        PasswordVersion = version;
        if (Find(keptSessionId) is { } kept)
        {
            kept.PasswordVersion = version;
        }

        return Remove(session => session.PasswordVersion < version, SignedOutReason.PasswordChanged);
    }

    public List<(SessionState Session, string Reason)> Close()
    {
        (IsClosed, Policy, PolicyUnreported) = (true, null, false);
        return Remove(_ => true, SignedOutReason.AccountDeleted);
    }

    public List<(SessionState Session, string Reason)> RemoveMisfits(string policy, SessionState kept)
    {
        HashSet<SessionState> misfits = [.. SessionRules.Misfits(policy, ByDevice.Values, kept)];
        return Remove(misfits.Contains, SignedOutReason.Policy);
    }

    private List<(SessionState Session, string Reason)> Remove(Func<SessionState, bool> isOver, string reason)
    {
        List<(SessionState Session, string)> ended = [.. ByDevice.Values.Where(isOver).Select(session => (session, reason))];
        ended.ForEach(end => ByDevice.Remove(end.Session.DeviceId));
        return ended;
    }
}

[GenerateSerializer, Alias("im.session-state")]
internal sealed class SessionState
{
    [Id(0)]
    public required string SessionId { get; init; }

    [Id(1)]
    public required string DeviceId { get; init; }

    [Id(2)]
    public required string Platform { get; init; }

    [Id(3)]
    public string? Name { get; init; }

    [Id(4)]
    public required DateTimeOffset SignedInAt { get; init; }

    [Id(5)]
    public required DateTimeOffset LastSeenAt { get; set; }

    /// <summary>The generation of the valid refresh token.</summary>
    [Id(6)]
    public required int Generation { get; set; }

    /// <summary>The retry id of the call that spent the previous refresh token; null when it named none.</summary>
    [Id(7)]
    public string? RetryId { get; set; }

    /// <summary>The version of the password that opened the session.</summary>
    [Id(8)]
    public int PasswordVersion { get; set; }
}
