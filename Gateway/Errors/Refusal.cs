using ImOrleans.Protocol.Errors;

namespace ImOrleans.Gateway.Errors;

/// <summary>An exception as a client gets to know it, over REST and hub alike.</summary>
internal sealed record Refusal(ErrorCode Code, string Message, TimeSpan? RetryAfter = null)
{
    public RefusalClass Class { get; init; } = Code.Class();

    /// <summary>The form on the hub. Older clients read the wait at the very end.</summary>
    public string Text => RetryAfter is { } wait
        ? $"{(int)Code:D4} {Message} [class={Class.Name()}] [retryAfterMs={Math.Ceiling(wait.TotalMilliseconds):F0}]"
        : $"{(int)Code:D4} {Message} [class={Class.Name()}]";

    public int Status => Code.HttpStatus(Class);

    /// <summary>Long enough for the gateway to find another silo or the store again, short enough that users hardly notice.</summary>
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    /// <returns>Null for a bug: nothing that a client could do about it.</returns>
    public static Refusal? From(Exception exception) => exception switch
    {
        ImException e => new Refusal(e.Code, e.Message, e.RetryAfter ?? (e.Class == RefusalClass.Retryable ? RetryDelay : null)) { Class = e.Class },
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => TooLarge,
        BadHttpRequestException e => new Refusal(ErrorCode.MalformedRequest, Malformed.Describe(e)),

        // A call that found no silo in time is cancelled; a store that did not confirm is an I/O error. The outcome of both is unknown.
        OrleansException or TimeoutException or OperationCanceledException or IOException => new Refusal(ErrorCode.Unavailable, "A part of the server is not reachable. Try again.", RetryDelay),
        _ => null,
    };

    public static Refusal TooLarge { get; } = new(ErrorCode.MessageTooLarge, "The request is larger than this server takes.");
}
