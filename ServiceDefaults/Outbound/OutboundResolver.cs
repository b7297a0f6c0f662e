using System.Net;

namespace ImOrleans.ServiceDefaults.Outbound;

/// <summary>The addresses of a host by its name.</summary>
internal delegate Task<IPAddress[]> OutboundResolver(string host, CancellationToken cancellation);
