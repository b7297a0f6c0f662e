using Azure;
using Azure.Data.Tables;
using ImOrleans.ServiceDefaults.Azure;
using ImOrleans.ServiceDefaults.Startup;

namespace ImOrleans.Silo.Storage.Azure;

/// <summary>
/// The storage accounts of a silo: their tables, and whether they take writes. All stores of the silo share it. A missing table or
/// container
/// is made at the start.
/// </summary>
internal sealed class AzureStore : IDisposable
{
    private const long ProbePeriodMs = 1_000;
    private readonly SemaphoreSlim requests;
    private Task? opened;
    private long probedAt = -ProbePeriodMs;

    /// <exception cref="StartupException">A setting cannot be read.</exception>
    public AzureStore(AzureOptions options, ILogger<AzureStore> logger)
    {
        Options = options;
        Main = AzureAccount.Main(options);
        LogAccounts = AzureAccount.OfLog(options, Main);
        requests = new SemaphoreSlim(options.MaxRequests, options.MaxRequests);
        Faults = new WriteFaults($"the storage account '{Main.Name}'", logger);
    }

    public AzureOptions Options { get; }

    public AzureAccount Main { get; }

    /// <summary>In the order that decides which one has a conversation.</summary>
    public IReadOnlyList<AzureAccount> LogAccounts { get; }

    public WriteFaults Faults { get; }

    public string MetaTable => $"{Options.Prefix}meta";

    public string LogTable => $"{Options.Prefix}messages";

    public string UserTable => $"{Options.Prefix}users";

    public string StateTable => $"{Options.Prefix}states";

    public string ReminderTable => $"{Options.Prefix}reminders";

    public string StateContainer => $"{Options.Prefix}-states";

    /// <summary>Makes what is missing and checks what is there, once.</summary>
    /// <exception cref="StartupException">An account cannot be used. The message says what to do.</exception>
    public Task OpenAsync() => opened ??= PrepareAsync();

    /// <summary>Runs a request when there is room for one more.</summary>
    /// <param name="expected">
    /// Answers of the service, as HTTP statuses, that the caller understands: their exceptions are thrown as they are.
    /// </param>
    /// <exception cref="IOException">The service failed. If the request was a write, its outcome is unknown.</exception>
    public async Task<T> RunAsync<T>(Func<Task<T>> request, params int[] expected)
    {
        await requests.WaitAsync();
        try
        {
            return await request();
        }
        catch (RequestFailedException failure) when (expected.Contains(failure.Status))
        {
            throw;
        }
        catch (Exception failure) when (AzureFaults.IsOfTheService(failure))
        {
            string answer = failure is RequestFailedException { Status: > 0 } e ? $"{e.Status} {e.ErrorCode}" : failure.Message;
            throw new IOException($"Azure Storage failed: {answer}", failure);
        }
        finally
        {
            requests.Release();
        }
    }

    /// <summary>
    /// Whether writes succeed. At most once per second it tries one: without clients nothing else would find out that the account is away,
    /// or back.
    /// </summary>
    /// <returns>Why they fail; null when they succeed.</returns>
    public async Task<string?> FaultAsync()
    {
        long now = Environment.TickCount64;
        long before = Volatile.Read(ref probedAt);
        if (now - before >= ProbePeriodMs && Interlocked.CompareExchange(ref probedAt, now, before) == before)
        {
            try
            {
                foreach (AzureAccount account in LogAccounts.Append(Main))
                {
                    TableClient meta = account.Once.GetTableClient(MetaTable);
                    await RunAsync(() => meta.UpsertEntityAsync(new TableEntity(AzureFacts.Partition, "probe"), TableUpdateMode.Replace));
                }

                Faults.Succeeded();
            }
            catch (IOException failure)
            {
                Faults.Failed(1, failure);
            }
        }

        return Faults.Last;
    }

    public async Task<bool> LogIsEmptyAsync()
    {
        foreach (AzureAccount account in LogAccounts)
        {
            await foreach (TableEntity _ in account.Tables.GetTableClient(LogTable).QueryAsync<TableEntity>(maxPerPage: 1))
            {
                return false;
            }
        }

        return true;
    }

    public void Dispose() => requests.Dispose();

    private async Task PrepareAsync()
    {
        await PrepareAsync(Main, "The table service", Main.Tables.Uri, async () =>
        {
            foreach (string table in (string[])[MetaTable, UserTable, StateTable, ReminderTable])
            {
                await Main.Tables.CreateTableIfNotExistsAsync(table);
            }
        });
        foreach (AzureAccount account in LogAccounts)
        {
            await PrepareAsync(account, "The table service", account.Tables.Uri, async () =>
            {
                await account.Tables.CreateTableIfNotExistsAsync(MetaTable);
                await account.Tables.CreateTableIfNotExistsAsync(LogTable);
            });
        }

        if (Main.Blobs is { } blobs)
        {
            await PrepareAsync(
                Main, "The blob service", blobs.Uri, () => blobs.GetBlobContainerClient(StateContainer).CreateIfNotExistsAsync());
        }

        for (int i = 0; i < LogAccounts.Count; i++)
        {
            await AzureSchema.EnsureAsync(LogAccounts[i], MetaTable, $"{i + 1} of {LogAccounts.Count}");
        }
    }

    private static async Task PrepareAsync(AzureAccount account, string service, Uri address, Func<Task> prepare)
    {
        try
        {
            await prepare();
        }
        catch (Exception failure) when (AzureFaults.Explain(failure, account, service, address) is { } sentence)
        {
            throw new StartupException(sentence, failure);
        }
    }
}
