using Amqp;
using Amqp.Framing;
using Amqp.Listener;
using Amqp.Types;

namespace ImOrleans.Engines.EventHubs;

/// <summary>The broker's end of a publisher's link.</summary>
/// <param name="partition">Null when the key of an event decides.</param>
internal sealed class PublisherEndpoint(EventHubsSettings settings, PartitionLog[] partitions, PartitionLog? partition,
    Func<Trouble> trouble) : LinkEndpoint
{
    public static readonly Symbol Key = "x-opt-partition-key";

    /// <summary>The message format of a batch: each of its data sections is an encoded message.</summary>
    private const uint Batch = 0x80013700;

    private const int MaxKey = 128;

    private static int turns;

    public override void OnMessage(MessageContext messageContext)
    {
        Message message = messageContext.Message;
        byte[] whole = Encode(message);
        switch (trouble())
        {
            case Trouble.Silent:
                return;
            case Trouble.Busy:
                messageContext.Complete(Refusals.Busy(settings));
                return;
            case Trouble.None when whole.Length > settings.MaxMessageBytes:
                messageContext.Complete(Refusals.TooLarge(whole.Length, settings.MaxMessageBytes));
                return;
            case Trouble.None when KeyOf(message) is { Length: > MaxKey }:
                messageContext.Complete(Refusals.BadArgument($"The partition key is longer than {MaxKey} characters."));
                return;
            default:
                string? key = KeyOf(message);
                (partition ?? Choose(key)).Append(key, message.Format == Batch ? Split(message) : [whole]);
                messageContext.Complete();
                return;
        }
    }

    public override void OnFlow(FlowContext flowContext)
    {
    }

    public override void OnDisposition(DispositionContext dispositionContext) => dispositionContext.Complete();

    private static string? KeyOf(Message message) => message.MessageAnnotations?[Key] as string;

    private static IEnumerable<byte[]> Split(Message batch) => batch.BodySection switch
    {
        DataList list => Enumerable.Range(0, list.Count).Select(index => list[index].Binary),
        Data one => [one.Binary],
        _ => [],
    };

    private static byte[] Encode(Message message)
    {
        ByteBuffer buffer = message.Encode();
        return buffer.Buffer.AsSpan(buffer.Offset, buffer.Length).ToArray();
    }

    /// <summary>Events of one key follow each other in one partition. The real service takes another hash.</summary>
    private PartitionLog Choose(string? key)
    {
        uint hash = key is null ? (uint)Interlocked.Increment(ref turns) : key.Aggregate(2166136261u, (hash, letter) =>
            (hash ^ letter) * 16777619u);
        return partitions[hash % partitions.Length];
    }
}
