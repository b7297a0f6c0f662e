using ImOrleans.Silo.Storage.Azure;
using ImOrleans.Silo.Storage.Postgres;
using ImOrleans.Silo.Storage.Sqlite;

namespace ImOrleans.Silo.Hosting;

/// <summary>Where the entries of conversations are kept. Setting <c>Im:Providers:MessageLog</c>.</summary>
internal static class MessageLogHosting
{
    public static ISiloBuilder AddMessageLog(this ISiloBuilder silo) => silo.AddProvider(
        nameof(ProviderOptions.MessageLog),
        static options => options.MessageLog,
        (ProviderOptions.Sqlite, static silo => silo.AddSqliteMessageLog()),
        (ProviderOptions.Postgres, static silo => silo.AddPostgresMessageLog()),
        (ProviderOptions.Azure, static silo => silo.AddAzureMessageLog()));
}
