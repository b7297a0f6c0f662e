using ImOrleans.Grains.Conversations.Log;
using ImOrleans.Grains.Users;
using ImOrleans.ServiceDefaults.Settings;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Providers;
using Orleans.Runtime.Hosting;
using Orleans.Serialization;
using Orleans.Storage;

namespace ImOrleans.Silo.Storage.Sqlite;

/// <summary>The embedded store: everything durable in two files of one folder, without any other process.</summary>
internal static class SqliteStorageHosting
{
    /// <param name="dataPath">The folder. The silo refuses to start when it cannot write there, or when its files are of a newer program.</param>
    public static ISiloBuilder AddSqliteStorage(this ISiloBuilder silo, string dataPath) => silo.AddSqliteStorage(_ => dataPath);

    /// <inheritdoc cref="AddSqliteStorage(ISiloBuilder, string)"/>
    public static ISiloBuilder AddSqliteStorage(this ISiloBuilder silo, Func<IServiceProvider, string> dataPath)
    {
        var services = silo.Services;
        services.AddSettings<SqliteOptions>(SqliteOptions.Section);
        services.AddSingleton(provider => OpenLog(provider, dataPath(provider)));
        services.AddSingleton(provider => OpenState(provider, dataPath(provider)));
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, SqliteStartup>();
        services.AddSingleton<IMessageLog>(provider => provider.GetRequiredService<SqliteMessageLog>());
        services.AddSingleton<IUserDirectory, SqliteUserDirectory>();
        services.AddSingleton<IReminderTable, SqliteReminderTable>();
        services.AddGrainStorage(ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME, OpenGrainStorage);
        services.AddOptions<SqliteGrainStorageOptions>()
            .Configure<Serializer>((options, serializer) => options.GrainStorageSerializer = new OrleansGrainStorageSerializer(serializer));
        return silo.AddReminders();
    }

    private static SqliteMessageLog OpenLog(IServiceProvider provider, string folder) =>
        new(File(provider, folder, "messages.db", LogSchema.Current), provider.GetRequiredService<ILogger<SqliteMessageLog>>());

    private static SqliteDatabase OpenState(IServiceProvider provider, string folder) =>
        new(File(provider, folder, "state.db", StateSchema.Current), provider.GetRequiredService<ILogger<SqliteDatabase>>());

    private static SqliteFile File(IServiceProvider provider, string folder, string name, SqliteSchema schema) =>
        new(Path.Combine(folder, name), schema, provider.GetRequiredService<IOptions<SqliteOptions>>().Value);

    private static SqliteGrainStorage OpenGrainStorage(IServiceProvider provider, string name) => new(
        provider.GetRequiredService<SqliteDatabase>(),
        provider.GetRequiredService<IOptions<SqliteGrainStorageOptions>>().Value,
        provider.GetRequiredService<IOptions<ClusterOptions>>(),
        provider.GetRequiredService<Orleans.Serialization.Serializers.IActivatorProvider>());
}
