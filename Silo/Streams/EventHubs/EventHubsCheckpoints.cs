using Azure.Data.Tables;
using Azure.Identity;
using ImOrleans.ServiceDefaults.Settings;
using ImOrleans.ServiceDefaults.Startup;
using Microsoft.Extensions.Options;
using Orleans.Providers;
using Orleans.Streams;

namespace ImOrleans.Silo.Streams.EventHubs;

/// <summary>Where the silos keep how far they have read each partition.</summary>
internal static class EventHubsCheckpoints
{
    private const string ConnectionStringSetting = $"{EventHubsOptions.Section}:{nameof(EventHubsOptions.CheckpointConnectionString)}";

    /// <exception cref="StartupException">The setting names no such place.</exception>
    public static void UseCheckpoints(this ISiloPersistentStreamConfigurator streams, EventHubsOptions settings) =>
        Providers.Choose(
            $"{EventHubsOptions.Section}:{nameof(EventHubsOptions.Checkpoints)}",
            settings.Checkpoints,
            (EventHubsOptions.AzureTable, UseTable),
            (EventHubsOptions.GrainStorage, (Action<ISiloPersistentStreamConfigurator>)UseGrains))(streams);

    private static void UseTable(ISiloPersistentStreamConfigurator streams) => streams.UseAzureTableCheckpointer(table => table
        .Configure<IOptions<EventHubsOptions>>(static (table, options) =>
        {
            table.TableServiceClient = NewClient(options.Value);
            table.TableName = options.Value.CheckpointTable;
            table.PersistInterval = options.Value.CheckpointPeriod;
            table.CheckpointComparer = StreamCheckpointComparers.Numeric;
        }));

    private static void UseGrains(ISiloPersistentStreamConfigurator streams) => streams.UseGrainCheckpointer(grains => grains
        .Configure<IOptions<EventHubsOptions>>(static (grains, options) =>
        {
            grains.StorageProviderName = ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME;
            grains.PersistInterval = options.Value.CheckpointPeriod;
            grains.CheckpointComparer = StreamCheckpointComparers.Numeric;
        }));

    private static TableServiceClient NewClient(EventHubsOptions settings)
    {
        try
        {
            return settings.CheckpointConnectionString.Length > 0
                ? new TableServiceClient(settings.CheckpointConnectionString)
                : new TableServiceClient(new Uri(settings.CheckpointEndpoint), new DefaultAzureCredential());
        }
        catch (Exception failure) when (failure is ArgumentException or FormatException or InvalidOperationException)
        {
            throw new StartupException($"{ConnectionStringSetting} or the endpoint cannot be read: {failure.Message.ReplaceLineEndings(" ")}", failure);
        }
    }
}
