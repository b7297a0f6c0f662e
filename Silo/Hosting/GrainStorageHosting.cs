using ImOrleans.Silo.Storage.Azure;
using ImOrleans.Silo.Storage.Postgres;
using ImOrleans.Silo.Storage.Sqlite;

namespace ImOrleans.Silo.Hosting;

/// <summary>Where grains keep their state. Setting <c>Im:Providers:GrainStorage</c>.</summary>
internal static class GrainStorageHosting
{
    public static ISiloBuilder AddGrainStorage(this ISiloBuilder silo) => silo.AddProvider(
        nameof(ProviderOptions.GrainStorage),
        static options => options.GrainStorage,
        (ProviderOptions.Sqlite, static silo => silo.AddSqliteGrainStorage()),
        (ProviderOptions.Postgres, static silo => silo.AddPostgresGrainStorage()),
        (ProviderOptions.Azure, static silo => silo.AddAzureGrainStorage()));
}
