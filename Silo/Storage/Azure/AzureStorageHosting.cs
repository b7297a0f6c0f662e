using ImOrleans.Grains.Conversations.Log;
using ImOrleans.Grains.Hosting;
using ImOrleans.Grains.Users;
using ImOrleans.ServiceDefaults.Azure;
using ImOrleans.ServiceDefaults.Health;
using ImOrleans.ServiceDefaults.Settings;
using ImOrleans.ServiceDefaults.Startup;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Providers;
using Orleans.Reminders.AzureStorage;
using Orleans.Runtime.Hosting;
using Orleans.Runtime.ReminderService;
using Orleans.Serialization;
using Orleans.Serialization.Serializers;
using Orleans.Storage;

namespace ImOrleans.Silo.Storage.Azure;

/// <summary>
/// The stores of a cluster in Azure Storage. Each concern is added by itself; all share accounts and readiness. The silo refuses to start
/// when it cannot use an account.
/// </summary>
internal static class AzureStorageHosting
{
    public static ISiloBuilder AddAzureMessageLog(this ISiloBuilder silo)
    {
        silo.AddAzure().AddSingleton<AzureMessageLog>(static provider => new(provider.GetRequiredService<AzureStore>()));
        silo.Services.AddSingleton<IMessageLog>(static provider => provider.GetRequiredService<AzureMessageLog>());
        silo.Services.AddSingleton<IHistoryLog>(static provider => provider.GetRequiredService<AzureMessageLog>());
        return silo;
    }

    public static ISiloBuilder AddAzureDirectory(this ISiloBuilder silo)
    {
        silo.AddAzure().AddSingleton<IUserDirectory, AzureUserDirectory>();
        return silo;
    }

    /// <summary>States are rows of a table, except for large ones: these are blobs.</summary>
    public static ISiloBuilder AddAzureGrainStorage(this ISiloBuilder silo)
    {
        IServiceCollection services = silo.AddAzure();
        if (AzureAccount.Read(silo.Configuration).Blobs is null)
        {
            throw new StartupException(
                $"{AzureOptions.BlobsSetting} is empty; the state of grains needs it beside {AzureOptions.TablesSetting}.");
        }

        services.AddGrainStorage(ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME, static (provider, name) =>
            Open(provider, AzureTableGrainStorageFactory.Create(provider, name)));
        services.AddGrainStorage(StateStores.Large, static (provider, name) =>
            Open(provider, AzureBlobGrainStorageFactory.Create(provider, name)));

        // Members by [Id] and types by alias, so that both can be renamed. The default is JSON with the names of types.
        services.AddOptions<AzureTableStorageOptions>(ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME)
            .Configure<AzureStore, Serializer>(static (options, store, serializer) =>
            {
                (options.TableServiceClient, options.TableName, options.DeleteStateOnClear) = (store.Main.Tables, store.StateTable, true);
                options.GrainStorageSerializer = new OrleansGrainStorageSerializer(serializer);
            });
        services.AddOptions<AzureBlobStorageOptions>(StateStores.Large)
            .Configure<AzureStore, Serializer>(static (options, store, serializer) =>
            {
                (options.BlobServiceClient, options.ContainerName) = (store.Main.Blobs!, store.StateContainer);
                options.GrainStorageSerializer = new OrleansGrainStorageSerializer(serializer);
            });
        return silo;
    }

    public static ISiloBuilder AddAzureReminders(this ISiloBuilder silo)
    {
        IServiceCollection services = silo.AddAzure();
        services.AddSingleton<AzureBasedReminderTable>().AddSingleton<IReminderTable, AzureReminderTable>();
        services.AddOptions<AzureTableReminderStorageOptions>().Configure<AzureStore>(
            static (options, store) => (options.TableServiceClient, options.TableName) = (store.Main.Tables, store.ReminderTable));
        return silo.AddReminders();
    }

    private static IServiceCollection AddAzure(this ISiloBuilder silo)
    {
        IServiceCollection services = silo.Services;
        services.AddSettings<AzureOptions>(AzureOptions.Section, exclusive: true);
        services.AddStoreStartup();
        if (!services.Any(static service => service.ServiceType == typeof(AzureStore)))
        {
            services.AddSingleton<AzureStore>(static provider => new(
                provider.GetRequiredService<IOptions<AzureOptions>>().Value, provider.GetRequiredService<ILogger<AzureStore>>()));
            services.AddSingleton<IStoreFacts, AzureFacts>();
            services.AddHealthChecks().AddCheck<AzureCheck>("azure", tags: [HealthEndpoints.Ready]);
        }

        return services;
    }

    private static AzureGrainStorage Open(IServiceProvider services, IGrainStorage provider) => new(
        provider, services.GetRequiredService<AzureStore>().Faults, services.GetRequiredService<IActivatorProvider>());
}
