using ImOrleans.ServiceDefaults.Azure;
using ImOrleans.ServiceDefaults.Startup;

namespace ImOrleans.Silo.Storage.Azure;

/// <summary>The facts of a membership in Azure Tables. They have a partition of their own beside the members.</summary>
internal sealed class AzureMemberFacts(AzureAccount account, string table) : IStoreFacts
{
    private const string Partition = "facts";

    private readonly AzureFactRows rows = new(account.Tables.GetTableClient(table), Partition);

    public string Name => $"table '{table}' of the storage account '{account.Name}'";

    public bool IsShared => true;

    public Task OpenAsync() => Task.CompletedTask;

    public Task<string?> ReadAsync(string fact) => UseAsync(() => rows.ReadAsync(fact));

    public Task<string> InitializeAsync(string fact, string value) => UseAsync(() => rows.InitializeAsync(fact, value));

    public Task WriteAsync(string fact, string value) => UseAsync(async () =>
    {
        await rows.WriteAsync(fact, value);
        return value;
    });

    private async Task<T> UseAsync<T>(Func<Task<T>> use)
    {
        try
        {
            return await use();
        }
        catch (Exception failure) when (AzureFaults.Explain(failure, account, "The table service", account.Tables.Uri) is { } sentence)
        {
            throw new StartupException(sentence, failure);
        }
    }
}
