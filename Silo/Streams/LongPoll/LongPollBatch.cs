using Orleans.Providers.Streams.Common;
using Orleans.Streams;

namespace ImOrleans.Silo.Streams.LongPoll;

/// <summary>The events of one publishing call for one stream, from the publisher through the queue to the consumer.</summary>
[GenerateSerializer, Alias("im.long-poll-batch")]
internal sealed class LongPollBatch : IBatchContainer
{
    [Id(0)]
    public required StreamId StreamId { get; init; }

    [Id(1)]
    public required object[] Events { get; init; }

    [Id(2)]
    public Dictionary<string, object>? Context { get; init; }

    /// <summary>Given by the receiver; rises within one agent, whatever becomes of the queue.</summary>
    [Id(3)]
    public EventSequenceTokenV2 Token { get; set; } = new(0);

    /// <summary>Where the queue has it; of use only to the receiver that read it.</summary>
    [field: NonSerialized]
    public LongPollCursor Position { get; set; }

    public StreamSequenceToken SequenceToken => Token;

    public IEnumerable<Tuple<T, StreamSequenceToken>> GetEvents<T>() =>
        Events.OfType<T>().Select((item, index) => Tuple.Create<T, StreamSequenceToken>(item, Token.CreateSequenceTokenForEvent(index)));

    public bool ImportRequestContext()
    {
        if (Context is null)
        {
            return false;
        }

        RequestContextExtensions.Import(Context);
        return true;
    }
}
