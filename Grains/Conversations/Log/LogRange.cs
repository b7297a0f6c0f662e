namespace ImOrleans.Grains.Conversations.Log;

/// <summary>Which entries to read.</summary>
/// <param name="After">Exclusive lower bound, 0 for the beginning.</param>
/// <param name="Before">Exclusive upper bound, <see cref="long.MaxValue"/> for none.</param>
/// <param name="Limit">1-1,000.</param>
/// <param name="Newest">When the range holds more than the limit: its newest entries instead of its oldest.</param>
public sealed record LogRange(long After, long Before, int Limit, bool Newest)
{
    /// <summary>False leaves out entries about other entries.</summary>
    public bool Amendments { get; init; } = true;

    /// <summary>Only entries about this one.</summary>
    public long? Target { get; init; }

    /// <summary>With <see cref="Target"/>: only those of this sender.</summary>
    public string? SenderId { get; init; }

    /// <summary>Only entries whose overlay has a higher seq than this, in the order of that seq instead of their own.</summary>
    public long? AmendedAfter { get; init; }

    /// <summary>Bodies and overlays of the page together, in bytes. A larger entry comes alone.</summary>
    public int MaxBytes { get; init; } = int.MaxValue;

    /// <summary>Exactly one entry.</summary>
    public static LogRange Of(long seq) => new(seq - 1, seq + 1, 1, Newest: false);
}
