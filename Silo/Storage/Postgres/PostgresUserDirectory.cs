using ImOrleans.Grains.Users;
using ImOrleans.Protocol.Accounts;

namespace ImOrleans.Silo.Storage.Postgres;

/// <summary>Finding people in PostgreSQL. A silo writes profiles in the order of the calls, all that wait in one statement.</summary>
internal sealed class PostgresUserDirectory : IUserDirectory, IAsyncDisposable
{
    /// <summary>More than anyone reads; a higher limit is answered with as many.</summary>
    public const int MaxFound = 100;

    private const int MaxIds = 10_000;
    private const long MaxBatchBytes = 1_048_576;
    private const int BytesPerProfile = 1_024;

    private readonly PostgresDatabase database;
    private readonly Batches<PutJob> batches;

    public PostgresUserDirectory(PostgresDatabase database)
    {
        this.database = database;
        batches = new Batches<PutJob>(
            database.Options.QueueLength, database.Options.BatchSize, MaxBatchBytes, static _ => BytesPerProfile, WriteAsync);
    }

    public async Task PutAsync(UserProfile profile)
    {
        PutJob job = new(profile);
        await batches.AddAsync(job);
        await job.Done.Task;
    }

    public async Task<IReadOnlyList<UserProfile>> SearchAsync(string query, int limit)
    {
        string prefix = SearchFolding.Fold(query);
        return prefix.Length == 0
            ? []
            : await database.ReadAsync(connection => UserRows.SearchAsync(connection, prefix, Math.Clamp(limit, 1, MaxFound)));
    }

    public async Task<IReadOnlyDictionary<string, UserProfile>> FindAsync(IReadOnlyCollection<string> userIds)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(userIds.Count, MaxIds, nameof(userIds));
        return await database.ReadAsync(connection => UserRows.FindAsync(connection, userIds));
    }

    /// <summary>Writes what is queued.</summary>
    public ValueTask DisposeAsync() => batches.DisposeAsync();

    private async Task WriteAsync(List<PutJob> jobs)
    {
        // Of several profiles of one user the last one counts; a statement cannot write a row twice.
        Dictionary<string, UserProfile> newest = [];
        foreach (PutJob job in jobs)
        {
            newest[job.Profile.UserId] = job.Profile;
        }

        try
        {
            await UserRows.PutAsync(database.Source, newest.Values);
            database.Faults.Succeeded();
            jobs.ForEach(static job => job.Done.TrySetResult());
        }
        catch (Exception reason)
        {
            database.Faults.Failed(jobs.Count, reason);
            IOException unknown = new($"Whether this write is stored is unknown: {reason.Message}", reason);
            jobs.ForEach(job => job.Done.TrySetException(unknown));
        }
    }

    private sealed record PutJob(UserProfile Profile)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
