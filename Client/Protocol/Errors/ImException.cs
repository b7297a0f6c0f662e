using Orleans;

namespace ImOrleans.Protocol.Errors;

/// <summary>A refusal with a number from <see cref="ErrorCode"/>. Its message is meant for people and holds no secret.</summary>
/// <param name="refusal">The class that came with the number over the wire; null for the class that the catalogue has.</param>
[GenerateSerializer, Alias("im.exception")]
public sealed class ImException(ErrorCode code, string message, TimeSpan? retryAfter = null, RefusalClass? refusal = null) : Exception(message)
{
    // A silo from before classes sends none. A newer silo sends the class with a number that is unknown here.
    [Id(2)]
    private readonly RefusalClass? sentClass = refusal ?? code.KnownClass();

    [Id(0)]
    public ErrorCode Code { get; } = code;

    /// <summary>
    /// How long to wait before the same request can succeed, for <see cref="RefusalClass.Limit"/> and <see cref="RefusalClass.Retryable"/>.
    /// </summary>
    [Id(1)]
    public TimeSpan? RetryAfter { get; } = retryAfter;

    /// <summary>The class, which says what a caller can do.</summary>
    public RefusalClass Class => sentClass ?? Code.Class();

    /// <summary>The same request can succeed later.</summary>
    public bool CanSucceedLater => Class.CanSucceedLater();
}
