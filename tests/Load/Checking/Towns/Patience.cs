namespace ImOrleans.Load.Checking.Towns;

/// <summary>
/// How long devices wait. A server that was started for the run gets matching settings; for another server the defaults of the protocol
/// hold.
/// </summary>
internal sealed record Patience
{
    /// <summary>Without a word from the server the connection is taken for dead.</summary>
    public required TimeSpan Silence { get; init; }

    /// <summary>After it the outcome of a call is unknown.</summary>
    public TimeSpan Answer { get; init; } = TimeSpan.FromSeconds(8);

    public required TimeSpan AcknowledgeEvery { get; init; }

    public static Patience For(CheckOptions options) => new()
    {
        Silence = TimeSpan.FromSeconds(options.Url is null ? 6 : 30),
        AcknowledgeEvery = TimeSpan.FromMilliseconds(Math.Max(250, options.Users * options.Devices / 2)),
    };
}
