namespace ImOrleans.ServiceDefaults.Outbound;

/// <summary>
/// The outbound client refused a request or gave it up. The message names the host and no address that it resolved to, so that a stranger
/// learns nothing about the network from it.
/// </summary>
internal sealed class OutboundException(string message, Exception? cause = null) : HttpRequestException(message, cause);
