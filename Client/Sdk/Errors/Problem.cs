namespace ImOrleans.Client.Errors;

/// <summary>A refusal over REST, RFC 9457.</summary>
internal sealed record Problem
{
    public string? Title { get; init; }

    public string? Detail { get; init; }

    public int? Code { get; init; }

    public string? Class { get; init; }

    public long? RetryAfterMs { get; init; }
}
