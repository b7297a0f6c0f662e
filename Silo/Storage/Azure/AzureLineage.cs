using Azure;
using Azure.Data.Tables;
using ImOrleans.ServiceDefaults.Azure;
using ImOrleans.ServiceDefaults.Startup;

namespace ImOrleans.Silo.Storage.Azure;

/// <summary>
/// The lineage of all accounts. Log and state in one account are of one backup, and so of one lineage; several accounts have to agree.
/// </summary>
internal sealed class AzureLineage(AzureStore store) : ILineageStore
{
    public const string Partition = "meta";
    private const string Row = "lineage";
    private const string Column = "value";

    /// <summary>The first account of the message log leads.</summary>
    private readonly AzureAccount[] accounts = [.. store.LogAccounts.Append(store.Main).DistinctBy(static account => account.Tables.Uri)];

    public string Name => accounts.Length == 1
        ? $"storage account '{accounts[0].Name}'"
        : $"storage accounts {string.Join(", ", accounts.Select(static account => $"'{account.Name}'"))}";

    public Task OpenAsync() => store.OpenAsync();

    /// <exception cref="StartupException">The accounts are not of one history.</exception>
    public async Task<string?> ReadAsync()
    {
        string? leading = await ReadAsync(accounts[0]);
        foreach (AzureAccount account in accounts.Skip(1))
        {
            string? lineage = await ReadAsync(account);

            // Another silo that starts at the same time can have named it between the two reads.
            leading ??= lineage is null ? null : await ReadAsync(accounts[0]);
            bool isNew = lineage is null && (leading is null || await store.LogIsEmptyAsync());
            if (lineage != leading && !isNew)
            {
                throw new StartupException(
                    $"The storage account '{accounts[0].Name}' has lineage {leading ?? "none"}, but the storage account '{account.Name}' has "
                    + $"lineage {lineage ?? "none"}: they are not of one backup. Correct {account.Setting}, restore both from the same backup, "
                    + "or run 'Silo -- lineage renew' if they belong together.");
            }
        }

        return leading;
    }

    /// <summary>Several silos can start on new accounts at once: the first one names the lineage.</summary>
    public async Task<string> InitializeAsync(string lineage)
    {
        string leading = lineage;
        foreach (AzureAccount account in accounts)
        {
            leading = await InitializeAsync(account, leading);
        }

        return leading;
    }

    public async Task WriteAsync(string lineage)
    {
        foreach (AzureAccount account in accounts)
        {
            await Meta(account).UpsertEntityAsync(Of(lineage), TableUpdateMode.Replace);
        }
    }

    private async Task<string> InitializeAsync(AzureAccount account, string lineage)
    {
        try
        {
            await Meta(account).AddEntityAsync(Of(lineage));
            return lineage;
        }
        catch (RequestFailedException failure) when (failure.Status == 409)
        {
            // It has one, or another silo was first.
            return await ReadAsync(account) ?? lineage;
        }
    }

    private async Task<string?> ReadAsync(AzureAccount account)
    {
        NullableResponse<TableEntity> row = await Meta(account).GetEntityIfExistsAsync<TableEntity>(Partition, Row);
        return row.HasValue ? row.Value!.GetString(Column) : null;
    }

    private TableClient Meta(AzureAccount account) => account.Tables.GetTableClient(store.MetaTable);

    private static TableEntity Of(string lineage) => new(Partition, Row) { [Column] = lineage };
}
