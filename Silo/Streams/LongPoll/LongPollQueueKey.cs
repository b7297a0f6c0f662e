using Orleans.Streams;

namespace ImOrleans.Silo.Streams.LongPoll;

/// <summary>Key of a queue grain, <c>provider/queueId</c>.</summary>
internal static class LongPollQueueKey
{
    public static string Of(string provider, QueueId queue) => $"{provider}/{queue}";

    public static string ProviderOf(string key) => key[..key.IndexOf('/', StringComparison.Ordinal)];
}
