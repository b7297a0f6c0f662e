using ImOrleans.Protocol.Accounts;

namespace ImOrleans.Grains.Sessions;

/// <summary>The data that a gateway needs to write the tokens of a session.</summary>
[GenerateSerializer, Immutable, Alias("im.session-ticket")]
public sealed record SessionTicket
{
    [Id(0)]
    public required string SessionId { get; init; }

    [Id(1)]
    public required string DeviceId { get; init; }

    /// <summary>The generation of the refresh token: 1, and one more at each refresh.</summary>
    [Id(2)]
    public required int Generation { get; init; }

    /// <summary>One of <see cref="DevicePlatform"/>.</summary>
    [Id(3)]
    public required string Platform { get; init; }

    /// <summary>The version of the password that opened the session.</summary>
    [Id(4)]
    public int PasswordVersion { get; init; }
}
