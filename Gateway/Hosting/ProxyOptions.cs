namespace ImOrleans.Gateway.Hosting;

/// <summary>The peers that may say where a request came from.</summary>
internal sealed class ProxyOptions
{
    public const string Section = "Im:Proxies";

    /// <summary>
    /// Addresses or networks (<c>10.0.0.0/8</c>) of the proxies in front. X-Forwarded-For and X-Forwarded-Proto are trusted from these
    /// only. From any other peer they would let a client choose the address that its limits are counted under.
    /// </summary>
    public string[] Known { get; init; } = [];
}
