using Orleans.Streaming.EventHubs;
using Orleans.Streams;

namespace ImOrleans.Silo.Streams.EventHubs;

/// <summary>The events of one publishing call for one stream, on the way from the hub to the consumer.</summary>
[GenerateSerializer, Alias("im.event-hubs-batch")]
internal sealed class EventHubsBatch : IBatchContainer
{
    [Id(0)]
    public required StreamId StreamId { get; init; }

    [Id(1)]
    public required EventHubSequenceTokenV2 Token { get; init; }

    [Id(2)]
    public required EventHubsBody Body { get; init; }

    public StreamSequenceToken SequenceToken => Token;

    /// <summary>An event of another type than the consumer wants is none for it.</summary>
    public IEnumerable<Tuple<T, StreamSequenceToken>> GetEvents<T>() => Body.Events.OfType<T>().Select((item, index) =>
        Tuple.Create<T, StreamSequenceToken>(item, new EventHubSequenceTokenV2(Token.EventHubOffset, Token.SequenceNumber, index)));

    public bool ImportRequestContext()
    {
        if (Body.Context is null)
        {
            return false;
        }

        RequestContextExtensions.Import(Body.Context);
        return true;
    }
}

/// <summary>The body of an event of the hub, as a publishing call writes it.</summary>
[GenerateSerializer, Alias("im.event-hubs-body")]
internal sealed class EventHubsBody
{
    public static readonly EventHubsBody Empty = new() { Events = [] };

    [Id(0)]
    public required object[] Events { get; init; }

    [Id(1)]
    public Dictionary<string, object>? Context { get; init; }
}
