using System.Net.Http.Headers;

namespace ImOrleans.Push.Sending;

/// <summary>The pause that an answer asks for (RFC 9110, 10.2.3).</summary>
internal static class RetryAfter
{
    /// <returns>Not negative, at most a day; null when the answer has none.</returns>
    public static TimeSpan? Of(HttpResponseHeaders headers, TimeProvider time) => headers.RetryAfter switch
    {
        { Delta: { } delta } => Within(delta),
        { Date: { } date } => Within(date - time.GetUtcNow()),
        _ => null,
    };

    private static TimeSpan Within(TimeSpan pause) => pause < TimeSpan.Zero ? TimeSpan.Zero
        : pause > TimeSpan.FromDays(1) ? TimeSpan.FromDays(1) : pause;
}
