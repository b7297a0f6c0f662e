namespace ImOrleans.ServiceDefaults.Outbound;

/// <summary>
/// The outbound client refused a request or gave it up. The message names the host and no address that it resolved to, so that a stranger
/// learns nothing about the network from it.
/// </summary>
internal sealed class OutboundException(string message, Exception? cause = null) : HttpRequestException(message, cause)
{
    /// <summary>The client may not send the request: the same request would be refused again.</summary>
    public bool Forbids { get; init; }

    /// <summary>Whether this exception, or a cause of it, is one that <see cref="Forbids"/> the request.</summary>
    public static bool IsRefusal(Exception? failure) =>
        failure is not null && (failure is OutboundException { Forbids: true } || IsRefusal(failure.InnerException));
}
