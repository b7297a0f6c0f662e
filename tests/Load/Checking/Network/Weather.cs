namespace ImOrleans.Load.Checking.Network;

/// <summary>The behaviour of a network.</summary>
/// <param name="Delay">The delay of each piece.</param>
/// <param name="BytesPerSecond">The rate of each connection and direction; null for no limit.</param>
/// <param name="Stands">Bytes are accepted and held back until this ends.</param>
internal sealed record Weather(TimeSpan Delay, int? BytesPerSecond, bool Stands)
{
    public static Weather Fair { get; } = new(TimeSpan.Zero, null, Stands: false);
}
