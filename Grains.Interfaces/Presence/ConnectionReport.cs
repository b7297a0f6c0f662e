namespace ImOrleans.Grains.Presence;

/// <summary>Everything that one gateway has of a user. It replaces the gateway's report before it.</summary>
[GenerateSerializer, Immutable, Alias("im.connection-report")]
public sealed record ConnectionReport
{
    [Id(0)]
    public required string GatewayId { get; init; }

    /// <summary>Orders the reports of one gateway about one user: older ones are ignored.</summary>
    [Id(1)]
    public required long Stamp { get; init; }

    /// <summary>
    /// The stamp at which the user came to the gateway. If it differs from the report before, the user had no connection for a moment, and
    /// conversations may have found that out and dropped the route.
    /// </summary>
    [Id(2)]
    public required long Since { get; init; }

    /// <summary>Each device once. Empty: the user has no connection there any more.</summary>
    [Id(3)]
    public required ConnectedDevice[] Devices { get; init; }
}
