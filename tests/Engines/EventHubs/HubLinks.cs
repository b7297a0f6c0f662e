using System.Collections.Concurrent;
using Amqp;
using Amqp.Framing;
using Amqp.Listener;
using Amqp.Types;

namespace ImOrleans.Engines.EventHubs;

/// <summary>Opens the links of publishers and receivers, or refuses them as the real service does.</summary>
internal sealed class HubLinks(EventHubsSettings settings, PartitionLog[] partitions, Authorizations access,
    Func<Trouble> trouble) : ILinkProcessor
{
    private const int PublisherCredit = 300;
    private static readonly Symbol Epoch = "com.microsoft:epoch";
    private static readonly Symbol Selector = "apache.org:selector-filter:string";

    private readonly ConcurrentDictionary<(string Group, string Partition), ReceiverGroup> groups = new();

    public void Process(AttachContext attachContext)
    {
        try
        {
            Attach attach = attachContext.Attach;
            bool publishes = attachContext.Link.Role;
            string path = (publishes ? ((Target)attach.Target).Address : ((Source)attach.Source).Address).Trim('/');
            if (trouble() == Trouble.Busy)
            {
                throw Refusals.Busy(settings).ToException();
            }

            access.Ensure(attachContext.Link, path);
            attach.MaxMessageSize = (ulong)settings.MaxMessageBytes;
            attachContext.Complete(publishes ? Publisher(path) : Receiver(path, attachContext), publishes ? PublisherCredit : 0);
        }
        catch (AmqpException refusal)
        {
            attachContext.Complete(refusal.Error);
        }
    }

    private PublisherEndpoint Publisher(string path) => path.Split('/') switch
    {
        [{ } hub] when IsHub(hub) => new PublisherEndpoint(settings, partitions, null, trouble),
        [{ } hub, "Partitions", { } id] when IsHub(hub) => new PublisherEndpoint(settings, partitions, Partition(id), trouble),
        _ => throw Refusals.NotFound(path).ToException(),
    };

    private ReceiverEndpoint Receiver(string path, AttachContext context)
    {
        if (path.Split('/') is not [{ } hub, "ConsumerGroups", { } group, "Partitions", { } id] || !IsHub(hub) || !IsGroup(group))
        {
            throw Refusals.NotFound(path).ToException();
        }

        PartitionLog partition = Partition(id);
        long next = Begin(partition, (Source)context.Attach.Source);
        ReceiverGroup receivers = groups.GetOrAdd((group.ToUpperInvariant(), id), _ => new ReceiverGroup());
        receivers.Add(context.Link, context.Attach.Properties?[Epoch] is { } epoch ? Convert.ToInt64(epoch, null) : null);
        return new ReceiverEndpoint(context.Link, partition, next, receivers.Remove);
    }

    private static long Begin(PartitionLog partition, Source source)
    {
        try
        {
            return partition.Begin(
                source.FilterSet?[Selector] is DescribedValue { Value: string selector } ? PositionFilter.Parse(selector) : PositionFilter.Everything);
        }
        catch (ArgumentException failure)
        {
            throw Refusals.BadArgument(failure.Message).ToException();
        }
    }

    private PartitionLog Partition(string id) =>
        Array.Find(partitions, partition => partition.Id == id) ?? throw Refusals.NoSuchPartition(id, partitions.Length).ToException();

    private bool IsHub(string name) => name.Equals(settings.Hub, StringComparison.OrdinalIgnoreCase);

    private bool IsGroup(string name) =>
        ((string[])["$Default", .. settings.ConsumerGroups]).Contains(name, StringComparer.OrdinalIgnoreCase);
}
