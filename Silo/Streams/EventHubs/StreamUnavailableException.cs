
namespace ImOrleans.Silo.Streams.EventHubs;

/// <summary>The hub did not take an event. The log has what the event is about, and the event is published again.</summary>
[GenerateSerializer, Alias("im.stream-unavailable")]
public sealed class StreamUnavailableException(string message) : OrleansException(message);
