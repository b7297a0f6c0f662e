using System.ComponentModel.DataAnnotations;

namespace ImOrleans.Gateway.Hosting;

/// <summary>The TCP connections of this process, section <c>Im:Connections</c>. Counted before TLS and HTTP; one too many is closed at once.</summary>
internal sealed class ConnectionOptions : IValidatableObject
{
    public const string Section = "Im:Connections";

    private const int Least = 16;

    /// <summary>Where the system names no limit of open files.</summary>
    private const int Fallback = 20_000;

    /// <summary>All connections. When absent: the files that the process can open, without <see cref="Reserve"/>.</summary>
    [Range(Least, 10_000_000)]
    public int? Max { get; init; }

    /// <summary>Open files that connections leave to the stores, the log and the cluster. A process at rest has about 380 open.</summary>
    [Range(100, 1_000_000)]
    public int Reserve { get; init; } = 600;

    /// <summary>
    /// Connections of one address; for IPv6, of one /64. When absent: a quarter of all. For clients behind a proxy of <c>Im:Proxies:Known</c>: requests
    /// under way of the address that the proxy names.
    /// </summary>
    [Range(1, 10_000_000)]
    public int? PerAddress { get; init; }

    /// <summary>A connection that has not sent its first request by then is closed; so is one that sends the head of a request for longer.</summary>
    [Range(typeof(TimeSpan), "00:00:00.500", "00:05:00")]
    public TimeSpan SilentTimeout { get; init; } = TimeSpan.FromSeconds(15);

    internal int MaxInForce => Max ?? (DescriptorLimit.Find() - Reserve) ?? Fallback;

    internal int PerAddressInForce => PerAddress ?? Math.Max(1, MaxInForce / 4);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (DescriptorLimit.Find() is { } files && files - Reserve < (Max ?? Least))
        {
            yield return new ValidationResult(
                $"Max is {Max ?? Least} or more, and Reserve is {Reserve}; together they must be at most the files that this process can open, which are {files} (ulimit -n).");
        }
    }
}
