using System.Net.Sockets;
using Azure.Identity;
using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Consumer;
using Azure.Messaging.EventHubs.Primitives;
using Azure.Messaging.EventHubs.Producer;
using ImOrleans.ServiceDefaults.Azure;
using ImOrleans.ServiceDefaults.Startup;
using Microsoft.Extensions.Options;

namespace ImOrleans.Silo.Streams.EventHubs;

/// <summary>How a silo connects to the hub, and the sentence for the operator when it cannot.</summary>
internal sealed class EventHubsConnecting(IOptions<EventHubsOptions> options, TimeProvider time)
{
    private const string ConnectionStringSetting = $"{EventHubsOptions.Section}:{nameof(EventHubsOptions.ConnectionString)}";

    /// <summary>How long a start waits for a hub that may not answer.</summary>
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(5);

    private readonly EventHubsOptions settings = options.Value;

    /// <summary>
    /// One more try, because a connection can have died while nothing was sent. Callers have time-outs and pauses of their own.
    /// </summary>
    public EventHubsRetryOptions Retries { get; } = new()
    {
        MaximumRetries = 1,
        Delay = TimeSpan.FromMilliseconds(100),
        MaximumDelay = TimeSpan.FromMilliseconds(100),
        TryTimeout = TimeSpan.FromSeconds(10),
    };

    /// <exception cref="StartupException">The connection string cannot be read.</exception>
    public EventHubConnection NewConnection()
    {
        try
        {
            return settings.ConnectionString.Length > 0
                ? new EventHubConnection(settings.ConnectionString, settings.Hub)
                : new EventHubConnection(settings.Namespace, settings.Hub, AzureIdentity.Of(settings.ManagedIdentityClientId));
        }
        catch (Exception failure) when (failure is ArgumentException or FormatException)
        {
            // The client quotes no part of a connection string.
            throw new StartupException($"{ConnectionStringSetting} cannot be read: {failure.Message.ReplaceLineEndings(" ")}", failure);
        }
    }

    /// <summary>Asks once, so that wrong settings are one sentence at the start. A hub that cannot be reached stops no silo.</summary>
    /// <exception cref="StartupException">The hub answers, and refuses this silo.</exception>
    public async Task EnsureAcceptedAsync()
    {
        using CancellationTokenSource patience = new(StartPatience, time);
        Task asking = PartitionsAsync(patience.Token);
        try
        {
            await asking.WaitAsync(StartPatience, time);
        }
        catch (Exception failure) when (failure is not StartupException)
        {
            // The silo goes on without the hub and says so when it wants to read.
            asking.Ignore();
        }
    }

    /// <returns>The partitions of the hub.</returns>
    /// <exception cref="StartupException">The hub answers, and refuses this silo.</exception>
    public async Task<string[]> PartitionsAsync(CancellationToken cancellation)
    {
        await using EventHubConnection connection = NewConnection();
        try
        {
            await using EventHubProducerClient client = new(connection, new EventHubProducerClientOptions { RetryOptions = Retries });
            string[] partitions = await client.GetPartitionIdsAsync(cancellation);
            await using PartitionReceiver receiver = new(
                settings.ConsumerGroup, partitions[0], EventPosition.Latest, connection,
                    new PartitionReceiverOptions { RetryOptions = Retries });
            await receiver.ReceiveBatchAsync(1, TimeSpan.FromMilliseconds(1), cancellation);
            return partitions;
        }
        catch (Exception failure) when (Explain(failure) is { } sentence)
        {
            throw new StartupException(sentence, failure);
        }
    }

    /// <summary>The text for the operator about a failure that can pass.</summary>
    public static string Reason(Exception failure) => failure switch
    {
        TimeoutException => "it did not answer in time",
        SocketException e => $"it cannot be reached ({e.SocketErrorCode})",
        EventHubsException e => $"{e.Reason}",
        _ => failure.GetType().Name,
    };

    /// <returns>Null when a later try can succeed.</returns>
    private string? Explain(Exception failure) => failure switch
    {
        UnauthorizedAccessException or AuthenticationFailedException =>
            $"The hub '{settings.Hub}' refuses this silo: correct key and rights in {ConnectionStringSetting}, or the roles of its identity.",
        EventHubsException { Reason: EventHubsException.FailureReason.ResourceNotFound } =>
            $"The hub '{settings.Hub}' or its consumer group '{settings.ConsumerGroup}' does not exist: create them, or correct "
            + $"{EventHubsOptions.Section}:{nameof(settings.Hub)} and {nameof(settings.ConsumerGroup)}.",
        _ => null,
    };
}
