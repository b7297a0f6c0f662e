namespace ImOrleans.Gateway.Json;

/// <summary>Every answer that is not a success, as RFC 9457 has it, with the number of the catalogue.</summary>
internal sealed record ProblemBody
{
    public required string Title { get; init; }

    public required int Status { get; init; }

    public string? Detail { get; init; }

    /// <summary>From the error catalogue; absent only when the server itself is at fault (status 500).</summary>
    public int? Code { get; init; }

    /// <summary>How the caller can react: permission, bad-value, retryable, limit. Present with <see cref="Code"/>.</summary>
    public string? Class { get; init; }

    /// <summary>With limits and what may be retried: how long to wait first.</summary>
    public long? RetryAfterMs { get; init; }
}
