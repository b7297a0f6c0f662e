namespace ImOrleans.Grains.Push;

/// <summary>The answer of a provider about one notification.</summary>
/// <param name="Reason">The provider's word for it, without token and text. Operators read it.</param>
/// <param name="RetryAfter">For <see cref="PushOutcome.Later"/>: not before this time has passed.</param>
/// <param name="EndedAt">For <see cref="PushOutcome.TokenEnded"/>: a token that was registered later is another one.</param>
public sealed record PushResult(PushOutcome Outcome, string Reason, TimeSpan? RetryAfter = null, DateTimeOffset? EndedAt = null);
