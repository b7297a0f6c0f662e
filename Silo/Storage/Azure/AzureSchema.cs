using Azure;
using Azure.Data.Tables;
using ImOrleans.ServiceDefaults.Azure;
using ImOrleans.ServiceDefaults.Startup;

namespace ImOrleans.Silo.Storage.Azure;

/// <summary>
/// The description of the tables of an account: their version, and which part of the log they hold. A program reads it first.
/// </summary>
internal static class AzureSchema
{
    public const int Version = 1;
    private const string Row = "schema";

    /// <param name="place">Of the account among those of the message log, for example "1 of 2".</param>
    /// <exception cref="StartupException">The tables are of a newer program, or another part of a log.</exception>
    public static async Task EnsureAsync(AzureAccount account, string metaTable, string place)
    {
        TableClient meta = account.Tables.GetTableClient(metaTable);
        TableEntity stored = await ReadAsync(meta) ?? await AddAsync(meta, place);
        int version = stored.GetInt32("version") ?? 0;
        if (version != Version)
        {
            throw new StartupException(
                $"The tables of the account '{account.Name}' have version {version}, but this program knows version {Version}: "
                + "start the newer program.");
        }

        if (stored.GetString("place") is var known && known != place)
        {
            throw new StartupException(
                $"The account '{account.Name}' is number {known} of a message log, and {account.Setting} makes it number {place}: "
                + $"neither number nor order of {AzureOptions.LogAccountsSetting} can change.");
        }
    }

    private static async Task<TableEntity?> ReadAsync(TableClient meta)
    {
        NullableResponse<TableEntity> row = await meta.GetEntityIfExistsAsync<TableEntity>(AzureFacts.Partition, Row);
        return row.HasValue ? row.Value : null;
    }

    private static async Task<TableEntity> AddAsync(TableClient meta, string place)
    {
        TableEntity row = new(AzureFacts.Partition, Row) { ["version"] = Version, ["place"] = place };
        try
        {
            await meta.AddEntityAsync(row);
            return row;
        }
        catch (RequestFailedException failure) when (failure.Status == 409)
        {
            // Another silo was first.
            return await ReadAsync(meta) ?? row;
        }
    }
}
