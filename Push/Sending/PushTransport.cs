using ImOrleans.Grains.Push;
using ImOrleans.ServiceDefaults.Outbound;
using Polly.CircuitBreaker;
using Polly.RateLimiting;
using Polly.Timeout;

namespace ImOrleans.Push.Sending;

/// <summary>Sends one HTTP request to a provider. A failure of the way is an answer too.</summary>
internal sealed class PushTransport(IHttpClientFactory clients, TimeProvider time)
{
    /// <param name="client">The name of the HTTP client.</param>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async Task<PushAnswer> SendAsync(string client, HttpRequestMessage request, CancellationToken cancellation)
    {
        try
        {
            using HttpResponseMessage answer = await clients.CreateClient(client).SendAsync(request, cancellation);
            return new PushAnswer
            {
                Status = answer.StatusCode,
                Body = await answer.Content.ReadAsByteArrayAsync(cancellation),
                RetryAfter = RetryAfter.Of(answer.Headers, time),
            };
        }
        catch (Exception failure) when (!cancellation.IsCancellationRequested && Explain(failure) is not null)
        {
            return new PushAnswer { Failure = Explain(failure) };
        }
    }

    /// <returns>Null for an exception that no provider causes.</returns>
    public static PushResult? Explain(Exception failure) => failure switch
    {
        _ when OutboundException.IsRefusal(failure) => new(PushOutcome.Refused, "address"),
        BrokenCircuitException broken => new(PushOutcome.Later, "breaker-open", broken.RetryAfter),
        RateLimiterRejectedException => new(PushOutcome.Later, "too-many-waiting"),
        TimeoutRejectedException or OperationCanceledException => new(PushOutcome.Later, "time-out"),
        HttpRequestException or IOException => new(PushOutcome.Later, "connection"),
        _ => null,
    };
}
