using ImOrleans.Gateway.Delivery;

namespace ImOrleans.Gateway.Presence;

/// <summary>Where a user is online here. Connections in the background are no sign of being online, but of being seen.</summary>
/// <param name="Platforms">Of connections in the foreground, sorted.</param>
/// <param name="Connected">Whether there are any at all.</param>
internal sealed record OnlineState(string[] Platforms, bool Connected)
{
    public static OnlineState Gone { get; } = new([], Connected: false);

    public static OnlineState Of(ChatConnection[] connections) => connections.Length == 0 ? Gone : new(
        [.. connections.Where(connection => connection.IsForeground).Select(connection => connection.Caller.Platform).Distinct().Order(StringComparer.Ordinal)],
        Connected: true);

    public bool Equals(OnlineState? other) => other is not null && Connected == other.Connected && Platforms.AsSpan().SequenceEqual(other.Platforms);

    public override int GetHashCode() => HashCode.Combine(Connected, Platforms.Length);
}
