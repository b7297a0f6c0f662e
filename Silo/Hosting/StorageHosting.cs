using ImOrleans.ServiceDefaults.Data;
using ImOrleans.Silo.Storage.Sqlite;

namespace ImOrleans.Silo.Hosting;

/// <summary>Where everything durable is kept: the message log, grain state, reminders and the user directory.</summary>
internal static class StorageHosting
{
    public static ISiloBuilder AddStorage(this ISiloBuilder silo) =>
        silo.AddSqliteStorage(services => services.GetRequiredService<DataFolder>().Path);
}
