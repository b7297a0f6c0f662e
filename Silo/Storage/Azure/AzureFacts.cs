using ImOrleans.ServiceDefaults.Azure;
using ImOrleans.ServiceDefaults.Startup;

namespace ImOrleans.Silo.Storage.Azure;

/// <summary>
/// The facts of all accounts. Log and state in one account are of one backup, and so of one lineage; several accounts have to agree.
/// </summary>
internal sealed class AzureFacts(AzureStore store) : IStoreFacts
{
    public const string Partition = "meta";

    /// <summary>The first account of the message log leads.</summary>
    private readonly AzureAccount[] accounts = [.. store.LogAccounts.Append(store.Main).DistinctBy(static account => account.Tables.Uri)];

    public string Name => accounts.Length == 1
        ? $"storage account '{accounts[0].Name}'"
        : $"storage accounts {string.Join(", ", accounts.Select(static account => $"'{account.Name}'"))}";

    public bool IsShared => true;

    public Task OpenAsync() => store.OpenAsync();

    /// <exception cref="StartupException">The accounts are not of one history.</exception>
    public Task<string?> ReadAsync(string fact) => fact == Lineage.Fact ? ReadLineageAsync() : Rows(accounts[0]).ReadAsync(fact);

    /// <summary>The first one to name it wins.</summary>
    public async Task<string> InitializeAsync(string fact, string value)
    {
        string leading = value;
        foreach (AzureAccount account in accounts)
        {
            leading = await Rows(account).InitializeAsync(fact, leading);
        }

        return leading;
    }

    public async Task WriteAsync(string fact, string value)
    {
        foreach (AzureAccount account in accounts)
        {
            await Rows(account).WriteAsync(fact, value);
        }
    }

    private async Task<string?> ReadLineageAsync()
    {
        string? leading = await Rows(accounts[0]).ReadAsync(Lineage.Fact);
        foreach (AzureAccount account in accounts.Skip(1))
        {
            string? lineage = await Rows(account).ReadAsync(Lineage.Fact);

            // Another silo that starts at the same time can have named it between the two reads.
            leading ??= lineage is null ? null : await Rows(accounts[0]).ReadAsync(Lineage.Fact);
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

    private AzureFactRows Rows(AzureAccount account) => new(account.Tables.GetTableClient(store.MetaTable), Partition);
}
