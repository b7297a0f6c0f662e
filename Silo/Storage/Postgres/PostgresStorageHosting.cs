using ImOrleans.Grains.Conversations.Log;
using ImOrleans.Grains.Hosting;
using ImOrleans.Grains.Users;
using ImOrleans.ServiceDefaults.Health;
using ImOrleans.ServiceDefaults.Postgres;
using ImOrleans.ServiceDefaults.Settings;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Providers;
using Orleans.Runtime.Hosting;
using Orleans.Serialization;
using Orleans.Serialization.Serializers;
using Orleans.Storage;

namespace ImOrleans.Silo.Storage.Postgres;

/// <summary>
/// The stores of a cluster in one PostgreSQL database. Each concern is added by itself; all share connections, schema and readiness. The
/// silo refuses to start when it cannot use the database.
/// </summary>
internal static class PostgresStorageHosting
{
    public static ISiloBuilder AddPostgresMessageLog(this ISiloBuilder silo)
    {
        silo.AddPostgres().AddSingleton<PostgresMessageLog>(static provider => new(provider.GetRequiredService<PostgresDatabase>()));
        silo.Services.AddSingleton<IMessageLog>(static provider => provider.GetRequiredService<PostgresMessageLog>());
        silo.Services.AddSingleton<IHistoryLog>(static provider => provider.GetRequiredService<PostgresMessageLog>());
        return silo;
    }

    public static ISiloBuilder AddPostgresDirectory(this ISiloBuilder silo)
    {
        silo.AddPostgres().AddSingleton<IUserDirectory, PostgresUserDirectory>();
        return silo;
    }

    public static ISiloBuilder AddPostgresGrainStorage(this ISiloBuilder silo)
    {
        IServiceCollection services = silo.AddPostgres();
        foreach (string name in (string[])[ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME, StateStores.Large])
        {
            services.AddGrainStorage(name, OpenGrainStorage);
            services.AddOptions<AdoNetGrainStorageOptions>(name)
                .Configure<PostgresDatabase, Serializer>(static (options, database, serializer) =>
                {
                    (options.Invariant, options.DataSource, options.DeleteStateOnClear) = (PostgresOptions.Invariant, database.Source,
                        true);

                    // Members by [Id] and types by alias, so that both can be renamed. The default is JSON with the names of types.
                    options.GrainStorageSerializer = new OrleansGrainStorageSerializer(serializer);
                });
        }

        return silo;
    }

    public static ISiloBuilder AddPostgresReminders(this ISiloBuilder silo)
    {
        silo.AddPostgres();
        return silo.UseAdoNetReminderService(static builder => builder.Configure<PostgresDatabase>(
            static (options, database) => (options.Invariant, options.DataSource) = (PostgresOptions.Invariant, database.Source)));
    }

    /// <summary>The database, its schema and its readiness, also for membership. Added once.</summary>
    public static IServiceCollection AddPostgres(this ISiloBuilder silo)
    {
        IServiceCollection services = silo.Services;
        services.AddSettings<PostgresOptions>(PostgresOptions.Section, exclusive: true);
        services.AddStoreStartup();
        if (!services.Any(static service => service.ServiceType == typeof(PostgresDatabase)))
        {
            services.AddSingleton<PostgresDatabase>(static provider => new(
                provider.GetRequiredService<IOptions<PostgresOptions>>().Value, provider.GetRequiredService<ILogger<PostgresDatabase>>()));
            services.AddSingleton<IStoreFacts, PostgresFacts>();
            services.AddHealthChecks().AddCheck<PostgresCheck>("postgres", tags: [HealthEndpoints.Ready]);
        }

        return services;
    }

    private static PostgresGrainStorage OpenGrainStorage(IServiceProvider provider, string name) => new(
        AdoNetGrainStorageFactory.Create(provider, name),
        provider.GetRequiredService<PostgresDatabase>().Faults,
        provider.GetRequiredService<IActivatorProvider>());
}
