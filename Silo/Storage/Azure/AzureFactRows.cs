using Azure;
using Azure.Data.Tables;

namespace ImOrleans.Silo.Storage.Azure;

/// <summary>Facts as rows of a table.</summary>
internal sealed class AzureFactRows(TableClient table, string partition)
{
    private const string Column = "value";

    public async Task<string?> ReadAsync(string fact)
    {
        NullableResponse<TableEntity> row = await table.GetEntityIfExistsAsync<TableEntity>(partition, fact);
        return row.HasValue ? row.Value!.GetString(Column) : null;
    }

    public async Task<string> InitializeAsync(string fact, string value)
    {
        try
        {
            await table.AddEntityAsync(Of(fact, value));
            return value;
        }
        catch (RequestFailedException failure) when (failure.Status == 409)
        {
            // It has one, or another silo was first.
            return await ReadAsync(fact) ?? value;
        }
    }

    public Task WriteAsync(string fact, string value) => table.UpsertEntityAsync(Of(fact, value), TableUpdateMode.Replace);

    private TableEntity Of(string fact, string value) => new(partition, fact) { [Column] = value };
}
