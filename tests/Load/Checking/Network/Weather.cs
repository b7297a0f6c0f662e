namespace ImOrleans.Load.Checking.Network;

/// <summary>What a network does to bytes.</summary>
/// <param name="Delay">Of each piece.</param>
/// <param name="BytesPerSecond">Of each connection and direction; null for no limit.</param>
/// <param name="Stands">Bytes are taken and kept until it does no more.</param>
internal sealed record Weather(TimeSpan Delay, int? BytesPerSecond, bool Stands)
{
    public static Weather Fair { get; } = new(TimeSpan.Zero, null, Stands: false);
}
