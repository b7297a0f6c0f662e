using ImOrleans.Client.Storage;
using ImOrleans.Protocol.Messages;

namespace ImOrleans.Client.Receiving;

/// <summary>The stored conversations. Changes of rows are made one after the other, each on what the one before has left.</summary>
internal sealed class ConversationTable(IClientStore store) : IDisposable
{
    private readonly SemaphoreSlim changing = new(1);

    public IClientStore Store => store;

    public async Task<StoredConversation> FindAsync(string id, CancellationToken cancellation) =>
        await store.FindConversationAsync(id, cancellation).ConfigureAwait(false) ?? new StoredConversation { ConversationId = id };

    /// <summary>Changes one row, together with messages of it.</summary>
    public Task<StoredConversation> UpdateAsync(
        string id, Func<StoredConversation, StoredConversation> change, IReadOnlyCollection<Message> messages, CancellationToken cancellation) =>
        UpdateAsync(id, row => Task.FromResult(change(row)), messages, cancellation);

    /// <inheritdoc cref="UpdateAsync(string, Func{StoredConversation, StoredConversation}, IReadOnlyCollection{Message}, CancellationToken)"/>
    public async Task<StoredConversation> UpdateAsync(
        string id, Func<StoredConversation, Task<StoredConversation>> change, IReadOnlyCollection<Message> messages, CancellationToken cancellation)
    {
        ConversationWrite write = await WriteAsync(
            async () => new ConversationWrite
            {
                Conversations = [await change(await FindAsync(id, cancellation).ConfigureAwait(false)).ConfigureAwait(false)],
                Messages = messages,
            },
            cancellation).ConfigureAwait(false);
        return write.Conversations.First();
    }

    /// <summary>Changes many rows and the cursor, all or nothing.</summary>
    /// <param name="discarded">Conversations of which only the new row is left.</param>
    public Task UpdateAsync(
        IReadOnlyDictionary<string, Func<StoredConversation, StoredConversation>> changes,
        IReadOnlyCollection<string> discarded,
        string? cursor,
        CancellationToken cancellation) => WriteAsync(
        async () =>
        {
            List<StoredConversation> rows = [];
            foreach ((string id, Func<StoredConversation, StoredConversation> change) in changes)
            {
                rows.Add(change(await FindAsync(id, cancellation).ConfigureAwait(false)));
            }

            return new ConversationWrite { Discarded = discarded, Conversations = rows, Cursor = cursor };
        },
        cancellation);

    /// <summary>Makes a write of what is stored now.</summary>
    public async Task<ConversationWrite> WriteAsync(Func<Task<ConversationWrite>> compose, CancellationToken cancellation)
    {
        await changing.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            ConversationWrite write = await compose().ConfigureAwait(false);
            await store.WriteAsync(write, cancellation).ConfigureAwait(false);
            return write;
        }
        finally
        {
            changing.Release();
        }
    }

    public void Dispose() => changing.Dispose();
}
