using ImOrleans.Grains.Push;

namespace ImOrleans.Push.Sending;

/// <summary>A token of a provider by which this server sends, or the reason why there is none.</summary>
/// <param name="Value">Null when <paramref name="Failure"/> is given.</param>
/// <param name="RenewAt">From then on another one is asked for.</param>
internal sealed record AccessToken(string? Value, DateTimeOffset RenewAt, PushResult? Failure = null);
