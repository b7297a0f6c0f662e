using ImOrleans.Silo.Storage.Azure;
using ImOrleans.Silo.Storage.Postgres;
using ImOrleans.Silo.Storage.Sqlite;

namespace ImOrleans.Silo.Hosting;

/// <summary>Where people are found by name. Setting <c>Im:Providers:Directory</c>.</summary>
internal static class DirectoryHosting
{
    public static ISiloBuilder AddDirectory(this ISiloBuilder silo) => silo.AddProvider(
        nameof(ProviderOptions.Directory),
        static options => options.Directory,
        (ProviderOptions.Sqlite, static silo => silo.AddSqliteDirectory()),
        (ProviderOptions.Postgres, static silo => silo.AddPostgresDirectory()),
        (ProviderOptions.Azure, static silo => silo.AddAzureDirectory()));
}
