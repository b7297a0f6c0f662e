using ImOrleans.Grains.Conversations.Log;
using ImOrleans.Grains.Hosting;
using ImOrleans.Grains.Users;
using ImOrleans.ServiceDefaults.Data;
using ImOrleans.ServiceDefaults.Health;
using ImOrleans.ServiceDefaults.Settings;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Providers;
using Orleans.Runtime.Hosting;
using Orleans.Serialization;
using Orleans.Storage;

namespace ImOrleans.Silo.Storage.Sqlite;

/// <summary>
/// The embedded store: two files in the data folder, without any other process. Each concern is added by itself and opens only its own file. The
/// silo refuses to start when it cannot write there, or when a file belongs to a newer program.
/// </summary>
internal static class SqliteStorageHosting
{
    /// <summary>The message log in <c>messages.db</c>.</summary>
    public static ISiloBuilder AddSqliteMessageLog(this ISiloBuilder silo)
    {
        silo.AddFiles().TryAddSingleton(provider =>
            new SqliteMessageLog(File(provider, "messages.db", LogSchema.Current), provider.GetRequiredService<ILogger<SqliteMessageLog>>()));
        silo.Services.AddSingleton<IMessageLog>(provider => provider.GetRequiredService<SqliteMessageLog>());
        silo.Services.AddSingleton<IHistoryLog>(provider => provider.GetRequiredService<SqliteMessageLog>());
        return silo;
    }

    /// <summary>The user directory in <c>state.db</c>.</summary>
    public static ISiloBuilder AddSqliteDirectory(this ISiloBuilder silo)
    {
        silo.AddState().AddSingleton<IUserDirectory, SqliteUserDirectory>();
        return silo;
    }

    /// <summary>Grain state in <c>state.db</c>.</summary>
    public static ISiloBuilder AddSqliteGrainStorage(this ISiloBuilder silo)
    {
        IServiceCollection services = silo.AddState();
        services.AddGrainStorage(ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME, OpenGrainStorage);
        services.AddGrainStorage(StateStores.Large, OpenGrainStorage);
        services.AddOptions<SqliteGrainStorageOptions>()
            .Configure<Serializer>((options, serializer) => options.GrainStorageSerializer = new OrleansGrainStorageSerializer(serializer));
        return silo;
    }

    /// <summary>Reminders in <c>state.db</c>.</summary>
    public static ISiloBuilder AddSqliteReminders(this ISiloBuilder silo)
    {
        silo.AddState().AddSingleton<IReminderTable, SqliteReminderTable>();
        return silo.AddReminders();
    }

    private static IServiceCollection AddState(this ISiloBuilder silo)
    {
        IServiceCollection services = silo.AddFiles();
        if (!services.Any(static service => service.ServiceType == typeof(SqliteDatabase)))
        {
            services.AddSingleton(provider =>
                new SqliteDatabase(
                    File(provider, "state.db", StateSchema.Current), provider.GetRequiredService<ILogger<SqliteDatabase>>()));
            services.AddSingleton<IStoreFacts>(
                provider => new SqliteFacts(provider.GetRequiredService<SqliteDatabase>(), "grain state"));
        }

        return services;
    }

    private static IServiceCollection AddFiles(this ISiloBuilder silo)
    {
        IServiceCollection services = silo.Services;
        services.AddDataFolder();
        services.AddSettings<SqliteOptions>(SqliteOptions.Section);
        services.AddStoreStartup();
        if (!services.Any(static service => service.ServiceType == typeof(SqliteCheck)))
        {
            services.AddSingleton<SqliteCheck>();
            services.AddHealthChecks().AddCheck<SqliteCheck>("store", tags: [HealthEndpoints.Ready]);
        }

        return services;
    }

    private static SqliteFile File(IServiceProvider provider, string name, SqliteSchema schema) => new(
        provider.GetRequiredService<DataFolder>().File(name), schema, provider.GetRequiredService<IOptions<SqliteOptions>>().Value);

    private static SqliteGrainStorage OpenGrainStorage(IServiceProvider provider, string name) => new(
        provider.GetRequiredService<SqliteDatabase>(),
        provider.GetRequiredService<IOptions<SqliteGrainStorageOptions>>().Value,
        provider.GetRequiredService<IOptions<ClusterOptions>>(),
        provider.GetRequiredService<Orleans.Serialization.Serializers.IActivatorProvider>());
}
