namespace ImOrleans.Grains.Sessions;

/// <summary>The sessions of one user by device, at most <see cref="SessionOptions.MaxDevices"/>.</summary>
[GenerateSerializer, Alias("im.sessions-state")]
internal sealed class SessionsState
{
    [Id(0)]
    public Dictionary<string, SessionState> ByDevice { get; set; } = [];

    public SessionState? Find(string sessionId) => ByDevice.Values.FirstOrDefault(session => session.SessionId == sessionId);
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

    /// <summary>Of the refresh token that is good.</summary>
    [Id(6)]
    public required int Generation { get; set; }
}
