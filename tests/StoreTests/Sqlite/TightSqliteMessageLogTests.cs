using ImOrleans.Silo.Storage.Sqlite;

namespace ImOrleans.StoreTests.Sqlite;

/// <summary>
/// The same tests with every bound so low that it is reached: full queues, evicted heads, one reader, constant checkpoints.
/// </summary>
public sealed class TightSqliteMessageLogTests : SqliteMessageLogTests
{
    private protected override SqliteOptions Options { get; } =
        new() { QueueLength = 16, BatchSize = 3, HeadCacheSize = 16, Readers = 1, CacheMegabytes = 1, CheckpointMegabytes = 1, WalLimitMegabytes = 2 };
}
