using System.Globalization;
using System.Net;
using System.Text;
using Amqp.Listener;

namespace ImOrleans.Engines.EventHubs;

/// <summary>
/// A broker of the tests that speaks as much AMQP 1.0 as the official client of Azure Event Hubs needs. It checks what the real service
/// checks: tokens, names, sizes, epochs, offsets. Its log survives a kill.
/// </summary>
public sealed class EventHubsBroker : IAsyncDisposable
{
    private readonly EventHubsSettings settings;
    private readonly PartitionLog[] partitions;
    private readonly AcceptedSockets sockets = new();
    private readonly AccessTokens tokens;
    private readonly DateTime createdAt;
    private ContainerHost? host;

    private EventHubsBroker(EventHubsSettings settings, TimeProvider time)
    {
        this.settings = settings;
        tokens = new AccessTokens(settings, time);
        createdAt = time.GetUtcNow().UtcDateTime;
        Port = settings.Port == 0 ? FreePorts.Take() : settings.Port;
        partitions = [.. Enumerable.Range(0, settings.Partitions).Select(id =>
            NewPartition(id.ToString(CultureInfo.InvariantCulture), time))];
    }

    /// <summary>Stays the same over a restart.</summary>
    public int Port { get; }

    public Trouble Trouble { get; set; }

    /// <summary>As the official client reads it. Plain AMQP on loopback, as with the vendor's emulator.</summary>
    public string ConnectionString =>
        $"Endpoint=sb://{IPAddress.Loopback}:{Port};SharedAccessKeyName={settings.KeyName};SharedAccessKey={settings.Key};UseDevelopmentEmulator=true;";

    public static EventHubsBroker Start(EventHubsSettings? settings = null, TimeProvider? time = null)
    {
        EventHubsBroker broker = Prepare(settings, time);
        broker.StartAgain();
        return broker;
    }

    /// <summary>A broker with a port on which nothing listens yet.</summary>
    public static EventHubsBroker Prepare(EventHubsSettings? settings = null, TimeProvider? time = null) =>
        new(settings ?? new EventHubsSettings(), time ?? TimeProvider.System);

    /// <summary>Ends all connections at once, without a word, and refuses new ones.</summary>
    public void Kill()
    {
        if (host is { } killed)
        {
            host = null;
            killed.Listeners[0].Close();
            sockets.Reset();
        }
    }

    /// <summary>Starts the broker that was killed, on its log and its port.</summary>
    public void StartAgain()
    {
        ContainerHost started = new([$"amqp://{IPAddress.Loopback}:{Port}"]);
        Authorizations access = new(tokens);
        started.Listeners[0].SASL.EnableMechanism(ConnectionTokens.Name, new ConnectionTokens());
        started.Listeners[0].HandlerFactory = _ => sockets;
        started.RegisterRequestProcessor("$cbs", access);
        started.RegisterRequestProcessor("$management", new HubDescription(settings, partitions, tokens, createdAt));
        started.RegisterLinkProcessor(new HubLinks(settings, partitions, access, () => Trouble));
        started.Open();
        host = started;
    }

    /// <summary>How many events the partitions have taken, those included that have expired.</summary>
    public long[] Taken() => Array.ConvertAll(partitions, partition => partition.State().LastSequence + 1);

    /// <summary>Whether an event that has not expired has this text.</summary>
    public bool Holds(string text)
    {
        byte[] wanted = Encoding.UTF8.GetBytes(text);
        return Array.Exists(partitions, partition => partition.Read(0, int.MaxValue).Any(one => one.Body.AsSpan().IndexOf(wanted) >= 0));
    }

    /// <summary>Lets all events of each partition but the newest ones expire.</summary>
    public void Keep(int newest) => Array.ForEach(partitions, partition => partition.Keep(newest));

    public ValueTask DisposeAsync()
    {
        Kill();
        Array.ForEach(partitions, partition => partition.Dispose());
        return ValueTask.CompletedTask;
    }

    private PartitionLog NewPartition(string id, TimeProvider time)
    {
        if (settings.Folder is { } folder)
        {
            Directory.CreateDirectory(folder);
        }

        PartitionFile? file = settings.Folder is null ? null : new PartitionFile(Path.Combine(settings.Folder, $"{settings.Hub}-{id}.log"));
        return new PartitionLog(id, settings.Retention, file, time);
    }
}
