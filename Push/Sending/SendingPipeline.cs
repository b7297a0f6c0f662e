using System.Net;
using ImOrleans.ServiceDefaults.Outbound;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Polly;
using Polly.Timeout;

namespace ImOrleans.Push.Sending;

/// <summary>
/// From outside to inside: a bound on the whole time, repeated attempts, the circuit breaker, the bound on concurrency, a bound on each
/// attempt. A pause holds no place among the concurrent requests, and an open breaker refuses before a request waits for one.
/// </summary>
internal static class SendingPipeline
{
    private const double BreakerRatio = 0.5;

    /// <param name="name">Of the client, for the log.</param>
    public static void Compose(ResiliencePipelineBuilder<HttpResponseMessage> pipeline, string name, IServiceProvider services)
    {
        SendingOptions options = services.GetRequiredService<IOptions<SendingOptions>>().Value;
        TimeProvider time = services.GetRequiredService<TimeProvider>();
        BreakerLog log = ActivatorUtilities.CreateInstance<BreakerLog>(services, name);
        pipeline.TimeProvider = time;
        pipeline.ConfigureTelemetry(NullLoggerFactory.Instance); // Metrics only: its log has a stack trace for each attempt.
        pipeline.AddTimeout(options.TotalTimeout);
        if (options.MaxRetries > 0)
        {
            pipeline.AddRetry(Retry(options, time));
        }

        pipeline.AddCircuitBreaker(new HttpCircuitBreakerStrategyOptions
        {
            FailureRatio = BreakerRatio,
            MinimumThroughput = options.BreakerAttempts,
            SamplingDuration = options.BreakerWindow,
            BreakDuration = options.BreakerPause,
            ShouldHandle = static attempt => ValueTask.FromResult(IsOutage(attempt.Outcome)),
            OnOpened = opened => log.OpenedAsync(opened.BreakDuration),
            OnClosed = _ => log.ClosedAsync(),
        });
        pipeline.AddConcurrencyLimiter(options.MaxConcurrency, options.MaxWaiting);
        pipeline.AddTimeout(options.AttemptTimeout);
    }

    private static HttpRetryStrategyOptions Retry(SendingOptions options, TimeProvider time) => new()
    {
        MaxRetryAttempts = options.MaxRetries,
        Delay = options.RetryPause,
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        ShouldRetryAfterHeader = false, // It would wait however long the provider says.
        DelayGenerator = attempt => ValueTask.FromResult(attempt.Outcome.Result is { } answer ? RetryAfter.Of(answer.Headers, time) : null),
        ShouldHandle = attempt => ValueTask.FromResult(
            (IsOutage(attempt.Outcome) || attempt.Outcome.Result?.StatusCode == HttpStatusCode.TooManyRequests)
            && !(attempt.Outcome.Result is { } answer && RetryAfter.Of(answer.Headers, time) > options.MaxRetryAfter)),
    };

    /// <summary>A provider that is only busy is none: too many requests for one device must not stop those for all others.</summary>
    private static bool IsOutage(Outcome<HttpResponseMessage> outcome) => outcome switch
    {
        { Exception: { } failure } => failure is HttpRequestException or TimeoutRejectedException && !OutboundException.IsRefusal(failure),
        { Result.StatusCode: HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError } => true,
        _ => false,
    };
}
