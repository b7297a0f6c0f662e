using ImOrleans.Protocol.Messages;
using Microsoft.Data.Sqlite;

namespace ImOrleans.Load.Baseline;

/// <summary>
/// Messages in a table, durable before anyone receives them: write-ahead log, an fsync per commit, and one thread that commits all messages
/// together that came during the commit before. The table has no index, so it grows at its end only.
/// </summary>
internal sealed class BaselineLog : IDisposable
{
    private readonly object gate = new();
    private readonly SqliteConnection connection;
    private readonly SqliteCommand begin;
    private readonly SqliteCommand insert;
    private readonly SqliteCommand commit;
    private List<Append> waiting = [];
    private bool closed;
    private long lastId;

    public BaselineLog(string path)
    {
        connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        Command(
            """
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = FULL;
            PRAGMA cache_size = -65536;
            CREATE TABLE IF NOT EXISTS messages (
                id INTEGER PRIMARY KEY, conversation TEXT NOT NULL, sender TEXT NOT NULL, client_id TEXT NOT NULL, sent_at INTEGER NOT NULL,
                body TEXT NOT NULL) STRICT;
            """).ExecuteNonQuery();
        lastId = (long)Command("SELECT coalesce(max(id), 0) FROM messages").ExecuteScalar()!;
        (begin, commit) = (Command("BEGIN IMMEDIATE"), Command("COMMIT"));
        insert = Command("INSERT INTO messages VALUES ($id, $conversation, $sender, $client_id, $sent_at, $body)");
        foreach (string name in (string[])["$id", "$conversation", "$sender", "$client_id", "$sent_at", "$body"])
        {
            insert.Parameters.Add(new SqliteParameter { ParameterName = name });
        }

        new Thread(Write) { IsBackground = true, Name = "writer" }.Start();
    }

    /// <summary>Returns the first of the ids when all are on disk.</summary>
    public Task<long> AppendAsync(string conversationId, string sender, long sentAt, MessageDraft[] drafts)
    {
        Append append = new(conversationId, sender, sentAt, drafts);
        lock (gate)
        {
            waiting.Add(append);
            Monitor.Pulse(gate);
        }

        return append.Task;
    }

    public void Dispose()
    {
        lock (gate)
        {
            closed = true;
            Monitor.Pulse(gate);
        }
    }

    private SqliteCommand Command(string sql)
    {
        SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }

    private void Write()
    {
        List<Append> batch = [];
        while (Take(ref batch))
        {
            Commit(batch);
            batch.Clear();
        }
    }

    private bool Take(ref List<Append> batch)
    {
        lock (gate)
        {
            while (waiting.Count == 0 && !closed)
            {
                Monitor.Wait(gate);
            }

            (batch, waiting) = (waiting, batch);
            return batch.Count > 0;
        }
    }

    /// <summary>A failure ends the process: the connections close, and no client takes an unknown outcome for a known one.</summary>
    private void Commit(List<Append> batch)
    {
        begin.ExecuteNonQuery();
        batch.ForEach(Insert);
        commit.ExecuteNonQuery();
        batch.ForEach(append => append.SetResult(append.FirstId));
    }

    private void Insert(Append append)
    {
        append.FirstId = lastId + 1;
        foreach (MessageDraft draft in append.Drafts)
        {
            insert.Parameters[0].Value = ++lastId;
            insert.Parameters[1].Value = append.ConversationId;
            insert.Parameters[2].Value = append.Sender;
            insert.Parameters[3].Value = draft.ClientMessageId;
            insert.Parameters[4].Value = append.SentAt;
            insert.Parameters[5].Value = draft.Content.Text;
            insert.ExecuteNonQuery();
        }
    }

    /// <summary>Its caller continues on the pool: the writer's thread only writes.</summary>
    private sealed class Append(string conversationId, string sender, long sentAt, MessageDraft[] drafts)
        : TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public string ConversationId => conversationId;

        public string Sender => sender;

        public long SentAt => sentAt;

        public MessageDraft[] Drafts => drafts;

        public long FirstId { get; set; }
    }
}
