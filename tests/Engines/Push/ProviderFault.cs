namespace ImOrleans.Engines.Push;

/// <summary>A failure of a provider, for one request.</summary>
public enum ProviderFault
{
    /// <summary>429, with <see cref="ProviderServer.RetryAfter"/>. Nothing is accepted.</summary>
    TooManyRequests,

    /// <summary>500. Nothing is accepted.</summary>
    ServerError,

    /// <summary>The request is accepted, and no answer comes.</summary>
    SilentAfterAcceptance,

    /// <summary>The connection, or the stream of HTTP/2, is reset before anything is accepted.</summary>
    Reset,

    /// <summary>200 with a body that does not end. Nothing is accepted.</summary>
    HugeAnswer,

    /// <summary>200 with a web page. Nothing is accepted.</summary>
    NoJson,

    /// <summary>200 with a body that stops in its middle and does not go on. Nothing is accepted.</summary>
    HalfAnswer,
}
