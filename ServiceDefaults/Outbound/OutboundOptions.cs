using System.ComponentModel.DataAnnotations;

namespace ImOrleans.ServiceDefaults.Outbound;

/// <summary>Bounds of the requests that this server makes to addresses from outside. Section <c>Im:Outbound</c>.</summary>
internal sealed class OutboundOptions : IValidatableObject
{
    public const string Section = "Im:Outbound";

    /// <summary>
    /// Exceptions for targets that are not public: <c>hooks.lan</c>, <c>hooks.lan:8080</c>, <c>10.0.0.7</c>, <c>10.0.0.7:8080</c>,
    /// <c>[fd00::7]:8080</c>, <c>10.0.0.0/8</c>. A name opens whatever address it resolves to; without a port, every port is open.
    /// </summary>
    public string[] AllowedHosts { get; init; } = [];

    /// <summary>One more redirect fails the request; with 0, every redirect does.</summary>
    [Range(0, 20)]
    public int MaxRedirects { get; init; } = 5;

    /// <summary>Bytes of the body of an answer. A longer one fails the request.</summary>
    [Range(1_024, 64 * 1_024 * 1_024)]
    public int MaxAnswerBytes { get; init; } = 1_024 * 1_024;

    /// <summary>For one request with its redirects, until the last byte of the answer.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => AllowedHosts
        .Where(entry => AllowedHost.Parse(entry) is null)
        .Select(entry => new ValidationResult(
            $"AllowedHosts has '{entry}'; it must be a host or an address, with or without a port, or a network such as 10.0.0.0/8."));
}
