using System.ComponentModel.DataAnnotations;

namespace ImOrleans.Push.Sending;

/// <summary>
/// Bounds of the requests to push providers. Each provider has them on its own, and of Web Push each push service. Section
/// <c>Im:Push:Sending</c>.
/// </summary>
internal sealed class SendingOptions : IValidatableObject
{
    public const string Section = "Im:Push:Sending";

    /// <summary>Requests of one silo to one provider that run at once. Further ones wait.</summary>
    [Range(1, 10_000)]
    public int MaxConcurrency { get; init; } = 100;

    /// <summary>Requests that wait for those. One more is not sent, and is tried again later.</summary>
    [Range(0, 1_000_000)]
    public int MaxWaiting { get; init; } = 10_000;

    /// <summary>For one attempt, until the last byte of the answer.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>For all attempts with their pauses. After it the notification is tried again later.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:05:00")]
    public TimeSpan TotalTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Attempts after the first one, when the provider is busy, fails or does not answer.</summary>
    [Range(0, 10)]
    public int MaxRetries { get; init; } = 3;

    /// <summary>The pause before the first of them, with jitter. It doubles each time.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:00:30")]
    public TimeSpan RetryPause { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// The longest <c>Retry-After</c> of a provider that an attempt waits for. After a longer one the notification is tried again later.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan MaxRetryAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// So many attempts within <see cref="BreakerWindow"/>, of which at least half failed, open the circuit breaker: nothing is sent for
    /// <see cref="BreakerPause"/>, then one request tries it.
    /// </summary>
    [Range(2, 100_000)]
    public int BreakerAttempts { get; init; } = 20;

    [Range(typeof(TimeSpan), "00:00:00.5", "00:10:00")]
    public TimeSpan BreakerWindow { get; init; } = TimeSpan.FromSeconds(30);

    [Range(typeof(TimeSpan), "00:00:00.5", "00:10:00")]
    public TimeSpan BreakerPause { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Bytes of the body of an answer. A longer one fails the attempt.</summary>
    [Range(1_024, 1_024 * 1_024)]
    public int MaxAnswerBytes { get; init; } = 64 * 1_024;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (TotalTimeout < AttemptTimeout)
        {
            yield return new(
                $"{nameof(TotalTimeout)} is {TotalTimeout:c}; it must be at least {nameof(AttemptTimeout)}, which is {AttemptTimeout:c}.");
        }
    }
}
