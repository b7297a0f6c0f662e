using Azure;
using Azure.Identity;
using ImOrleans.ServiceDefaults.Azure;
using ImOrleans.ServiceDefaults.Settings;
using ImOrleans.ServiceDefaults.Startup;
using Microsoft.Extensions.Options;
using Orleans.Providers;
using Orleans.Streams;

namespace ImOrleans.Silo.Streams.EventHubs;

/// <summary>Where the silos keep how far they have read each partition.</summary>
internal static class EventHubsCheckpoints
{
    /// <summary>How long a start waits for an account that may not answer.</summary>
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(5);

    /// <exception cref="StartupException">The setting names no such place.</exception>
    public static void AddCheckpoints(this ISiloBuilder silo, ISiloPersistentStreamConfigurator streams, EventHubsOptions settings) =>
        Providers.Choose<Action>(
            $"{EventHubsOptions.Section}:{nameof(EventHubsOptions.Checkpoints)}",
            settings.Checkpoints,
            (EventHubsOptions.Azure, () => silo.AddTable(streams)),
            (EventHubsOptions.GrainStorage, () => UseGrains(streams)))();

    private static void AddTable(this ISiloBuilder silo, ISiloPersistentStreamConfigurator streams)
    {
        silo.Services.AddSettings<AzureOptions>(AzureOptions.Section, exclusive: true);
        AzureOptions options = silo.Configuration.ReadSettings<AzureOptions>(AzureOptions.Section);
        AzureAccount account = AzureAccount.Main(options);
        string name = $"{options.Prefix}streams";
        silo.Services.AddSingleton(provider => new RequiredServer(() =>
            EnsureAsync(account, name, provider.GetRequiredService<TimeProvider>())));
        streams.UseAzureTableCheckpointer(table => table.Configure<IOptions<EventHubsOptions>>((table, settings) =>
        {
            (table.TableServiceClient, table.TableName) = (account.Tables, name);
            table.PersistInterval = settings.Value.CheckpointPeriod;
            table.CheckpointComparer = StreamCheckpointComparers.Numeric;
        }));
    }

    private static void UseGrains(ISiloPersistentStreamConfigurator streams) =>
        streams.UseGrainCheckpointer(static grains => grains.Configure<IOptions<EventHubsOptions>>(static (grains, settings) =>
        {
            grains.StorageProviderName = ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME;
            grains.PersistInterval = settings.Value.CheckpointPeriod;
            grains.CheckpointComparer = StreamCheckpointComparers.Numeric;
        }));

    /// <summary>
    /// Wrong settings are one sentence at the start. An account that does not answer stops no silo: its reads wait for it.
    /// </summary>
    private static async Task EnsureAsync(AzureAccount account, string table, TimeProvider time)
    {
        Task making = account.Once.CreateTableIfNotExistsAsync(table);
        try
        {
            await making.WaitAsync(StartPatience, time);
        }
        catch (Exception failure) when (failure is RequestFailedException { Status: > 0 } or AuthenticationFailedException
            && !AzureFaults.IsThrottling(failure)
            && AzureFaults.Explain(failure, account, "The table service", account.Tables.Uri) is { } sentence)
        {
            throw new StartupException(sentence, failure);
        }
        catch (Exception failure) when (failure is TimeoutException || AzureFaults.IsOfTheService(failure))
        {
            making.Ignore();
        }
    }
}
