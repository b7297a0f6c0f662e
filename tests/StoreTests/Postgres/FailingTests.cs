using ImOrleans.Grains.Conversations.Log;
using ImOrleans.ServiceDefaults.Postgres;
using ImOrleans.Silo.Storage;
using ImOrleans.Silo.Storage.Postgres;
using ImOrleans.StoreTests.Logs;
using Npgsql;
using Xunit;

namespace ImOrleans.StoreTests.Postgres;

/// <summary>
/// One bad write fails alone, a frozen silo holds up only its conversation, and silos never wait for each other in a circle.
/// </summary>
public sealed class FailingTests(PostgresFixture postgres) : IAsyncLifetime
{
    private const string Hold = "SELECT no FROM conversations WHERE id = 'held' FOR UPDATE";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private string connectionString = "";
    private PostgresDatabase database = null!;

    public async ValueTask InitializeAsync()
    {
        connectionString = await postgres.CreateDatabaseAsync();
        database = PostgresDatabases.Database(
            new PostgresOptions { ConnectionString = connectionString, LockTimeout = TimeSpan.FromSeconds(1) });
        await database.OpenAsync();
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();

    [Fact]
    public async Task A_bad_append_fails_alone()
    {
        await using PostgresMessageLog log = new(database);
        await ExecuteAsync(
            """
            CREATE FUNCTION poison() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                IF NEW.sender_id = 'poison' THEN RAISE 'poisoned'; END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER poison BEFORE INSERT ON entries FOR EACH ROW EXECUTE FUNCTION poison();
            """);

        List<Task<AppendResult>> appends = [.. Enumerable.Range(0, 300).Select(i =>
            log.AppendAsync($"c{i}", 0, [Drafts.Draft("a"), Drafts.Draft("b", sender: i == 150 ? "poison" : "anna")]))];

        await Assert.ThrowsAsync<IOException>(() => appends[150]);
        appends.RemoveAt(150);
        Assert.All(await Task.WhenAll(appends), result => Assert.Equal(2, result.Head));
        Assert.Empty(await log.HeadsAsync(new HeadsQuery(["c150"])));
    }

    [Fact]
    public async Task While_every_commit_fails_all_callers_hear_of_it_and_afterwards_all_are_served()
    {
        bool isFull = true;
        await using PostgresMessageLog log = new(database, stage => ThrowIf(isFull && stage == CommitStage.Before));

        List<Task<AppendResult>> failing = [.. Enumerable.Range(0, 100).Select(i => log.AppendAsync($"c{i}", 0, [Drafts.Draft("a")]))];
        await Assert.AllAsync(failing, append => Assert.ThrowsAsync<IOException>(() => append));
        Assert.NotNull(database.Faults.Last);

        isFull = false;
        AppendResult[] served =
            await Task.WhenAll(Enumerable.Range(0, 100).Select(i => log.AppendAsync($"c{i}", 0, [Drafts.Draft("a")])));
        Assert.All(served, result => Assert.False(result.Receipts![0].Duplicate));
        Assert.Null(database.Faults.Last);
    }

    [Fact]
    public async Task A_conversation_that_another_silo_holds_waits_alone()
    {
        PostgresOptions patient = new() { ConnectionString = connectionString, LockTimeout = Patience, CommandTimeout = 2 * Patience };
        await using PostgresDatabase waiting = PostgresDatabases.Database(patient);
        await using PostgresMessageLog log = new(waiting);
        await log.AppendAsync("held", 0, Drafts.Many(1));
        await using NpgsqlConnection other = new(connectionString);
        await other.OpenAsync();
        await using NpgsqlTransaction transaction = await other.BeginTransactionAsync();
        await using NpgsqlCommand hold = new(Hold, other, transaction);
        await hold.ExecuteNonQueryAsync();

        Task<AppendResult> held = log.AppendAsync("held", 1, [Drafts.Draft("b")]);
        AppendResult[] free =
            await Task.WhenAll(Enumerable.Range(0, 20).Select(i => log.AppendAsync($"free{i}", 0, Drafts.Many(2)))).WaitAsync(Patience);
        bool isHeld = !held.IsCompleted;
        await transaction.RollbackAsync();

        Assert.True(isHeld);
        Assert.All(free, result => Assert.Equal(2, result.Head));
        Assert.Equal(2, (await held).Head);
    }

    [Fact]
    public async Task The_server_ends_the_transaction_of_a_silo_that_stands_still()
    {
        await using PostgresMessageLog log = new(database);
        await log.AppendAsync("held", 0, Drafts.Many(1));
        await using NpgsqlConnection frozen = await database.Source.OpenConnectionAsync();
        await using NpgsqlTransaction transaction = await frozen.BeginTransactionAsync();
        await using NpgsqlCommand hold = new(Hold, frozen, transaction);
        await hold.ExecuteNonQueryAsync();

        AppendResult result = await AppendUntilStoredAsync(log, log.AppendAsync("held", 1, [Drafts.Draft("b")])).WaitAsync(Patience);

        Assert.Equal(2, result.Head);
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => hold.ExecuteNonQueryAsync());
    }

    [Fact]
    public async Task Silos_that_write_the_same_conversations_in_any_order_never_lock_each_other_out()
    {
        const int Conversations = 40;
        const int Rounds = 15;
        PostgresMessageLog[] silos = [new(database), new(database), new(database)];

        await Task.WhenAll(silos.SelectMany((silo, no) => Enumerable.Range(0, Conversations)
            .OrderBy(conversation => (conversation * (no + 7)) % Conversations)
            .Select(conversation => SendAsync(silo, $"c{conversation}", $"silo{no}", Rounds))));

        IReadOnlyDictionary<string, LogHead> heads =
            await silos[0].HeadsAsync(new HeadsQuery([.. Enumerable.Range(0, Conversations).Select(i => $"c{i}")]));
        int all = silos.Length * Rounds;
        Assert.All(heads.Values, head => Assert.Equal((all, all), (head.Newest.Seq, head.Newest.Ordinal)));
        Assert.Equal(0L, await ExecuteAsync("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"));
        foreach (PostgresMessageLog silo in silos)
        {
            await silo.DisposeAsync();
        }
    }

    [Fact]
    public async Task Appends_queued_before_the_close_are_stored()
    {
        PostgresMessageLog log = new(database);
        List<Task<AppendResult>> appends = [.. Enumerable.Range(0, 500).Select(i => log.AppendAsync($"c{i}", 0, [Drafts.Draft("a")]))];
        await log.DisposeAsync();
        await log.DisposeAsync();

        Assert.All(await Task.WhenAll(appends), result => Assert.Equal(1, result.Head));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => log.AppendAsync("c", 0, [Drafts.Draft("a")]));
    }

    private static async Task SendAsync(PostgresMessageLog log, string conversation, string sender, int messages)
    {
        long head = 0;
        for (int message = 0; message < messages;)
        {
            AppendResult result = await log.AppendAsync(conversation, head, [Drafts.Draft($"m{message}", sender)]);
            head = result.Head;
            message += result.Receipts is null ? 0 : 1;
        }
    }

    /// <summary>An append that waits for too long fails, and its caller retries.</summary>
    private static async Task<AppendResult> AppendUntilStoredAsync(PostgresMessageLog log, Task<AppendResult> append)
    {
        while (true)
        {
            try
            {
                return await append;
            }
            catch (IOException)
            {
                append = log.AppendAsync("held", 1, [Drafts.Draft("b")]);
            }
        }
    }

    private static void ThrowIf(bool isFull)
    {
        if (isFull)
        {
            throw new IOException("the disk is full");
        }
    }

    private async Task<object?> ExecuteAsync(string sql)
    {
        await using NpgsqlConnection connection = new(connectionString);
        await connection.OpenAsync();
        await using NpgsqlCommand command = new(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
