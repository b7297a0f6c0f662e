namespace ImOrleans.Grains.Push;

/// <summary>What became of a notification at its provider.</summary>
public enum PushOutcome
{
    Accepted,

    /// <summary>The token is not valid any more.</summary>
    TokenEnded,

    /// <summary>For ever: the credentials do not fit this token, or the payload is refused.</summary>
    Refused,

    /// <summary>A passing failure: too many requests, a fault of the provider, no answer in time, an open circuit breaker.</summary>
    Later,
}
