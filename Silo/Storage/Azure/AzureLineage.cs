using Azure;
using Azure.Data.Tables;
using ImOrleans.ServiceDefaults.Azure;

namespace ImOrleans.Silo.Storage.Azure;

/// <summary>The lineage of an account. Log and state in one account are of one backup, and so of one lineage.</summary>
internal sealed class AzureLineage(AzureStore store, AzureAccount account) : ILineageStore
{
    public const string Partition = "meta";
    private const string Row = "lineage";
    private const string Column = "value";

    private readonly TableClient meta = account.Tables.GetTableClient(store.MetaTable);

    public string Name => $"storage account '{account.Name}'";

    public Task OpenAsync() => store.OpenAsync();

    public async Task<string?> ReadAsync()
    {
        NullableResponse<TableEntity> row = await meta.GetEntityIfExistsAsync<TableEntity>(Partition, Row);
        return row.HasValue ? row.Value!.GetString(Column) : null;
    }

    /// <summary>Several silos can start on a new account at once: the first one names its lineage.</summary>
    public async Task<string> InitializeAsync(string lineage)
    {
        try
        {
            await meta.AddEntityAsync(Of(lineage));
        }
        catch (RequestFailedException failure) when (failure.Status == 409)
        {
            // Another silo was first.
        }

        return await ReadAsync() ?? lineage;
    }

    public Task WriteAsync(string lineage) => meta.UpsertEntityAsync(Of(lineage), TableUpdateMode.Replace);

    private static TableEntity Of(string lineage) => new(Partition, Row) { [Column] = lineage };
}
