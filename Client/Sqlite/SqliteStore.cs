using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ImOrleans.Client.Storage;
using ImOrleans.Protocol.Messages;
using Microsoft.Data.Sqlite;

namespace ImOrleans.Client.Sqlite;

/// <summary>
/// Keeps the session, the outbox and the history of one user in a file. Session and outbox survive a power cut; messages survive the end of
/// the process, and what a power cut takes back is fetched again.
/// </summary>
public sealed class SqliteStore : IClientStore
{
    private const string SessionName = "session";
    private const string CursorName = "cursor";

    private readonly SqliteFile file;
    private readonly int maxMessages;

    /// <summary>Opens the file, or makes it.</summary>
    /// <param name="path">See <see cref="SqliteStoreOptions.Path"/>.</param>
    /// <exception cref="SqliteException">It cannot be opened, or is no store.</exception>
    public SqliteStore(string path)
        : this(new SqliteStoreOptions { Path = path })
    {
    }

    /// <summary>Opens the file, or makes it.</summary>
    /// <param name="options">Checked here.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting outside its range.</exception>
    /// <exception cref="SqliteException">It cannot be opened, or is no store.</exception>
    public SqliteStore(SqliteStoreOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxMessages, 200);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.MaxMessages, 10_000_000);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.BusyTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.BusyTimeout, TimeSpan.FromMinutes(1));
        maxMessages = options.MaxMessages;
        file = new SqliteFile(options);
    }

    /// <inheritdoc/>
    public async ValueTask<StoredSession?> LoadSessionAsync(CancellationToken cancellation = default) =>
        await file.UseAsync(FindSession, isDurable: true, cancellation).ConfigureAwait(false);

    /// <inheritdoc/>
    public ValueTask SaveSessionAsync(StoredSession session, CancellationToken cancellation = default) => file.ChangeAsync(
        connection =>
        {
            if (FindSession(connection) is { } old && old.UserId != session.UserId)
            {
                SqliteFile.Run(connection, Schema.Clear);
            }

            SetState(connection, SessionName, JsonSerializer.Serialize(session, StoreJson.Default.StoredSession));
        },
        isDurable: true,
        cancellation);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<OutboxItem>> LoadOutboxAsync(CancellationToken cancellation = default) => await ReadAsync(
        StoreJson.Default.OutboxItem, "SELECT body FROM outbox ORDER BY ordinal", cancellation).ConfigureAwait(false);

    /// <inheritdoc/>
    public ValueTask SaveOutboxItemAsync(OutboxItem item, CancellationToken cancellation = default) => file.ChangeAsync(
        connection => SqliteFile.Run(
            connection,
            "INSERT INTO outbox VALUES ($id, $ordinal, $body) ON CONFLICT (clientMessageId) DO UPDATE SET ordinal = excluded.ordinal, body = excluded.body",
            ("$id", item.Draft.ClientMessageId),
            ("$ordinal", item.Ordinal),
            ("$body", JsonSerializer.Serialize(item, StoreJson.Default.OutboxItem))),
        isDurable: true,
        cancellation);

    /// <inheritdoc/>
    public ValueTask RemoveOutboxItemsAsync(IReadOnlyCollection<string> clientMessageIds, CancellationToken cancellation = default) => file.ChangeAsync(
        connection =>
        {
            foreach (string id in clientMessageIds)
            {
                SqliteFile.Run(connection, "DELETE FROM outbox WHERE clientMessageId = $id", ("$id", id));
            }
        },
        isDurable: false,
        cancellation);

    /// <inheritdoc/>
    public async ValueTask<string?> LoadCursorAsync(CancellationToken cancellation = default) =>
        await file.UseAsync(connection => FindState(connection, CursorName), isDurable: false, cancellation).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask<StoredConversation?> FindConversationAsync(string conversationId, CancellationToken cancellation = default) =>
        (await ReadAsync(
            StoreJson.Default.StoredConversation,
            "SELECT body FROM conversations WHERE id = $id",
            cancellation,
            ("$id", conversationId)).ConfigureAwait(false)).FirstOrDefault();

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<StoredConversation>> ListConversationsAsync(int limit, CancellationToken cancellation = default) => await ReadAsync(
        StoreJson.Default.StoredConversation,
        "SELECT body FROM conversations ORDER BY activeAt DESC LIMIT $limit",
        cancellation,
        ("$limit", limit)).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<StoredConversation>> ListBehindAsync(CancellationToken cancellation = default) => await ReadAsync(
        StoreJson.Default.StoredConversation, "SELECT body FROM conversations WHERE behind = 1 ORDER BY activeAt DESC", cancellation).ConfigureAwait(false);

    /// <inheritdoc/>
    public ValueTask WriteAsync(ConversationWrite write, CancellationToken cancellation = default) => file.ChangeAsync(
        connection =>
        {
            foreach (string id in write.Discarded)
            {
                SqliteFile.Run(connection, "DELETE FROM messages WHERE conversationId = $id", ("$id", id));
            }

            MessageRows.Save(connection, write.Messages, maxMessages);
            foreach (StoredConversation row in write.Conversations)
            {
                SqliteFile.Run(
                    connection,
                    "INSERT OR REPLACE INTO conversations VALUES ($id, $activeAt, $behind, $body)",
                    ("$id", row.ConversationId),
                    ("$activeAt", row.LastMessage?.SentAt.ToUnixTimeMilliseconds() ?? 0),
                    ("$behind", row.IsBehind ? 1 : 0),
                    ("$body", JsonSerializer.Serialize(row, StoreJson.Default.StoredConversation)));
            }

            if (write.Cursor is { } cursor)
            {
                SetState(connection, CursorName, cursor);
            }
        },
        isDurable: false,
        cancellation);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Message>> ReadMessagesAsync(
        string conversationId, long after, long before, int limit, CancellationToken cancellation = default)
    {
        List<Message> newestFirst = await ReadAsync(
            StoreJson.Default.Message,
            "SELECT body FROM messages WHERE conversationId = $id AND seq > $after AND seq < $before ORDER BY seq DESC LIMIT $limit",
            cancellation,
            ("$id", conversationId),
            ("$after", after),
            ("$before", before),
            ("$limit", limit)).ConfigureAwait(false);
        newestFirst.Reverse();
        return newestFirst;
    }

    /// <summary>Closes the file.</summary>
    public ValueTask DisposeAsync() => file.DisposeAsync();

    private static StoredSession? FindSession(SqliteConnection connection) =>
        FindState(connection, SessionName) is { } body ? JsonSerializer.Deserialize(body, StoreJson.Default.StoredSession) : null;

    private static string? FindState(SqliteConnection connection, string name) =>
        SqliteFile.Read(connection, "SELECT body FROM state WHERE name = $name", reader => reader.GetString(0), ("$name", name)).FirstOrDefault();

    private static void SetState(SqliteConnection connection, string name, string body) =>
        SqliteFile.Run(connection, "INSERT OR REPLACE INTO state VALUES ($name, $body)", ("$name", name), ("$body", body));

    private ValueTask<List<T>> ReadAsync<T>(JsonTypeInfo<T> type, string sql, CancellationToken cancellation, params (string Name, object? Value)[] values) =>
        file.UseAsync(
            connection => SqliteFile.Read(connection, sql, reader => JsonSerializer.Deserialize(reader.GetString(0), type)!, values), isDurable: false, cancellation);
}
