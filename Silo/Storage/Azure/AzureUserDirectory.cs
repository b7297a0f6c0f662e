using Azure;
using Azure.Data.Tables;
using ImOrleans.Grains.Users;
using ImOrleans.Protocol.Accounts;

namespace ImOrleans.Silo.Storage.Azure;

/// <summary>
/// Finding people in Azure Tables. A profile and the names by which it is found are rows of several partitions, so no transaction holds
/// them: names are added before the profile changes and removed after it, and a search checks what it finds against the profile.
/// </summary>
internal sealed class AzureUserDirectory(AzureStore store) : IUserDirectory
{
    /// <summary>More than anyone reads; a higher limit is answered with as many.</summary>
    public const int MaxFound = 100;

    /// <summary>Half of all names can start with a short query, so a search reads at most so many names that match by a word.</summary>
    private const int MaxWords = 1_000;

    private const int MaxIds = 10_000;
    private const int MostTries = 20;
    private const int Lanes = 64;

    private readonly TableClient table = store.Main.Tables.GetTableClient(store.UserTable);

    /// <summary>Writes of one person are done in the order of the calls.</summary>
    private readonly SemaphoreSlim[] lanes = [.. Enumerable.Range(0, Lanes).Select(static _ => new SemaphoreSlim(1, 1))];

    public async Task PutAsync(UserProfile profile)
    {
        SemaphoreSlim lane = lanes[(uint)profile.UserId.GetHashCode(StringComparison.Ordinal) % Lanes];
        await lane.WaitAsync();
        try
        {
            for (int tries = 1; !await TryPutAsync(profile); tries++)
            {
                if (tries == MostTries)
                {
                    throw new IOException($"{MostTries} tries to write the profile of a person met other writers.");
                }
            }

            store.Faults.Succeeded();
        }
        catch (IOException failure)
        {
            store.Faults.Failed(1, failure);
            throw;
        }
        finally
        {
            lane.Release();
        }
    }

    public async Task<IReadOnlyList<UserProfile>> SearchAsync(string query, int limit)
    {
        string prefix = SearchFolding.Fold(query);
        if (prefix.Length == 0)
        {
            return [];
        }

        int most = Math.Clamp(limit, 1, MaxFound);
        Task<List<TableEntity>> usernames = QueryAsync(DirectoryKeys.Range(prefix, isUsername: true), most);
        Task<List<TableEntity>> words = QueryAsync(DirectoryKeys.Range(prefix, isUsername: false), MaxWords);
        string[] found =
        [
            .. (await usernames).Concat(await words).DistinctBy(static row => DirectoryKeys.UserId(row.RowKey))
                .OrderBy(row => Username(row) != prefix).ThenBy(Username, StringComparer.Ordinal)
                .ThenBy(static row => DirectoryKeys.UserId(row.RowKey), StringComparer.Ordinal)
                .Select(static row => row.GetString("userId")),
        ];
        List<UserProfile> people = [];
        for (int at = 0; at < found.Length && people.Count < most; at += most)
        {
            IReadOnlyDictionary<string, UserProfile> profiles = await FindAsync([.. found.Skip(at).Take(most)]);
            people.AddRange(found.Skip(at).Take(most)
                .Select(profiles.GetValueOrDefault)
                .OfType<UserProfile>()
                .Where(profile => DirectoryKeys.Matches(profile, prefix)));
        }

        return [.. people.Take(most)];
    }

    public async Task<IReadOnlyDictionary<string, UserProfile>> FindAsync(IReadOnlyCollection<string> userIds)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(userIds.Count, MaxIds, nameof(userIds));
        return (await Task.WhenAll(userIds.Distinct().Select(ReadAsync)))
            .OfType<TableEntity>()
            .Select(Profile)
            .ToDictionary(static profile => profile.UserId);
    }

    private static string Username(TableEntity row) => row.GetString("username");

    /// <returns>False when another silo wrote the profile meanwhile.</returns>
    private async Task<bool> TryPutAsync(UserProfile profile)
    {
        TableEntity? stored = await ReadAsync(profile.UserId);
        HashSet<(string Partition, string Row)> names = DirectoryKeys.Names(profile);
        await Task.WhenAll(names.Select(name => AddNameAsync(name, profile)));
        TableEntity row = new(DirectoryKeys.Person(profile.UserId), DirectoryKeys.Profile)
        {
            ["userId"] = profile.UserId,
            ["username"] = profile.Username,
            ["displayName"] = profile.DisplayName,
            ["avatarUrl"] = profile.AvatarUrl,
        };
        try
        {
            await store.RunAsync(
                () => stored is null
                    ? table.AddEntityAsync(row)
                    : table.UpdateEntityAsync(row, stored.ETag, TableUpdateMode.Replace),
                409, 412);
        }
        catch (RequestFailedException)
        {
            return false;
        }

        IEnumerable<(string Partition, string Row)> gone = stored is null ? [] : DirectoryKeys.Names(Profile(stored)).Except(names);
        await Task.WhenAll(gone.Select(name => store.RunAsync(() => table.DeleteEntityAsync(name.Partition, name.Row))));
        return true;
    }

    private Task<Response> AddNameAsync((string Partition, string Row) name, UserProfile profile) =>
        store.RunAsync(() => table.UpsertEntityAsync(
        new TableEntity(name.Partition, name.Row) { ["userId"] = profile.UserId, ["username"] = SearchFolding.Fold(profile.Username) },
        TableUpdateMode.Replace));

    private Task<TableEntity?> ReadAsync(string userId) => store.RunAsync(async () =>
    {
        NullableResponse<TableEntity> row =
            await table.GetEntityIfExistsAsync<TableEntity>(DirectoryKeys.Person(userId), DirectoryKeys.Profile);
        return row.HasValue ? row.Value : null;
    });

    private async Task<List<TableEntity>> QueryAsync((string Partition, string From, string To) range, int limit)
    {
        string filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {range.Partition} and RowKey ge {range.From} and RowKey lt {range.To}");
        List<TableEntity> rows = [];
        await using IAsyncEnumerator<Page<TableEntity>> page =
            table.QueryAsync<TableEntity>(filter, limit).AsPages().GetAsyncEnumerator();
        while (rows.Count < limit && await store.RunAsync(() => page.MoveNextAsync().AsTask()))
        {
            rows.AddRange(page.Current.Values);
        }

        return [.. rows.Take(limit)];
    }

    private static UserProfile Profile(TableEntity row)
    {
        string username = row.GetString("username");
        return new UserProfile
        {
            UserId = row.GetString("userId"),
            Username = username,
            DisplayName = row.GetString("displayName"),
            AvatarUrl = row.GetString("avatarUrl"),
            Deleted = username.Length == 0 ? true : null,
        };
    }
}
