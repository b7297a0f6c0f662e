using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Producer;
using ImOrleans.ServiceDefaults.Logging;

namespace ImOrleans.Silo.Streams.EventHubs;

/// <summary>Publishes events, and gives up early: the caller goes on without the hub, and publishes again what matters.</summary>
internal sealed partial class EventHubsPublisher : IAsyncDisposable
{
    private readonly EventHubsOptions options;
    private readonly EventHubProducerClient client;
    private readonly PublishGate gate;
    private readonly RepeatedFailures failures;
    private readonly EventHubsMetrics metrics;
    private readonly TimeProvider time;
    private readonly ILogger logger;

    public EventHubsPublisher(
        EventHubsConnecting connecting, EventHubsOptions options, EventHubsMetrics metrics, TimeProvider time,
            ILogger<EventHubsPublisher> logger)
    {
        (this.options, this.metrics, this.time, this.logger) = (options, metrics, time, logger);
        client = new EventHubProducerClient(connecting.NewConnection(),
            new EventHubProducerClientOptions { RetryOptions = connecting.Retries });
        gate = new PublishGate(options.MaxUnacknowledged, options.RetryPause, time);
        failures = new RepeatedFailures(time);
    }

    /// <exception cref="StreamUnavailableException">The hub did not take the event, or did not say in time that it has.</exception>
    public async Task PublishAsync(EventData data, string partitionKey)
    {
        if (gate.Enter() is { } refusal)
        {
            Fail(refusal);
        }

        Task sending = SendAsync(data, partitionKey);
        try
        {
            await sending.WaitAsync(options.PublishTimeout, time);
        }
        catch (Exception failure)
        {
            sending.Ignore();
            gate.Failed();
            Fail(EventHubsConnecting.Reason(failure));
        }

        gate.Succeeded();
        if (failures.End(out long uncounted))
        {
            LogBack(uncounted);
        }
    }

    public ValueTask DisposeAsync() => client.DisposeAsync();

    private async Task SendAsync(EventData data, string partitionKey)
    {
        try
        {
            // The client does not give up while it connects, whatever token it has: PublishAsync does.
            await client.SendAsync([data], new SendEventOptions { PartitionKey = partitionKey });
        }
        finally
        {
            gate.Leave();
        }
    }

    [System.Diagnostics.CodeAnalysis.DoesNotReturn]
    private void Fail(string reason)
    {
        metrics.Unpublished();
        if (failures.Add() is > 0 and long count)
        {
            LogUnpublished(count, reason);
        }

        throw new StreamUnavailableException($"The hub did not take an event: {reason}.");
    }

    [LoggerMessage(
        LogLevel.Warning,
        "{Count} stream events were not published: {Reason}. Messages are stored and delivered without them; devices pull what they miss.")]
    private partial void LogUnpublished(long count, string reason);

    [LoggerMessage(LogLevel.Information, "The hub takes stream events again. {Count} more were not published before.")]
    private partial void LogBack(long count);
}
