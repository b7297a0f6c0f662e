using Orleans;

namespace ImOrleans.Protocol.Errors;

/// <summary>A refusal with a number from <see cref="ErrorCode"/>. Its message is meant for people and holds no secret.</summary>
[GenerateSerializer, Alias("im.exception")]
public sealed class ImException(ErrorCode code, string message, TimeSpan? retryAfter = null) : Exception(message)
{
    [Id(0)]
    public ErrorCode Code { get; } = code;

    /// <summary>How long to wait before the same request can succeed, for 19xx.</summary>
    [Id(1)]
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
