using ImOrleans.Grains.Conversations.Log;
using Xunit;

namespace ImOrleans.StoreTests.Logs;

/// <summary>The contract of every message log. A store derives from it and says how it is opened and broken.</summary>
public abstract partial class MessageLogContract : IAsyncLifetime
{
    private const string Conversation = "d:anna:bert";

    protected abstract IMessageLog Log { get; }

    /// <summary>Runs of the test against a model. A store behind a slow emulator has fewer.</summary>
    protected virtual int Models => 200;

    /// <summary>Thousands of entries about others between two visible ones: more than a page walks over.</summary>
    protected virtual int ThousandsBetween => 10;

    /// <summary>Another instance on the same store, as a second silo has it. The derived class closes it.</summary>
    protected abstract IMessageLog OpenAnother();

    /// <summary>Closes <see cref="Log"/> and opens it again.</summary>
    protected abstract Task ReopenAsync();

    /// <summary>Makes the next append fail, either before or after it was stored.</summary>
    protected abstract void BreakNextAppend(bool stored);

    public abstract ValueTask InitializeAsync();

    public abstract ValueTask DisposeAsync();

    private async Task<IReadOnlyList<AppendReceipt>> AppendAsync(long head, params NewEntry[] entries)
    {
        var result = await Log.AppendAsync(Conversation, head, entries);
        Assert.NotNull(result.Receipts);
        return result.Receipts;
    }

    private async Task<IReadOnlyList<StoredEntry>> ReadAllAsync() => (await Log.ReadAsync(Conversation, Drafts.All)).Entries;

    private Task<IReadOnlyDictionary<string, LogHead>> HeadsAsync(params string[] conversationIds) => Log.HeadsAsync(new HeadsQuery(conversationIds));

    private static IEnumerable<long> Seqs(IEnumerable<StoredEntry> entries) => entries.Select(entry => entry.Seq);
}
