namespace ImOrleans.Silo.Streams.LongPoll;

/// <summary>
/// The queue of a stream is full and took none of the published events. Consumers make room; the log has all entries until then.
/// </summary>
[GenerateSerializer, Alias("im.long-poll-queue-full")]
public sealed class QueueFullException(string message) : Exception(message);
