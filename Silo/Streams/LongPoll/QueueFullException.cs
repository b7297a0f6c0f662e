namespace ImOrleans.Silo.Streams.LongPoll;

/// <summary>The queue of a stream took nothing of what was published. Room comes as consumers catch up; until then the log has it all.</summary>
[GenerateSerializer, Alias("im.long-poll-queue-full")]
public sealed class QueueFullException(string message) : Exception(message);
