using ImOrleans.Silo.Storage.Azure;
using ImOrleans.Silo.Storage.Postgres;
using ImOrleans.Silo.Storage.Sqlite;

namespace ImOrleans.Silo.Hosting;

/// <summary>Where reminders of grains are kept. Setting <c>Im:Providers:Reminders</c>.</summary>
internal static class RemindersHosting
{
    public static ISiloBuilder AddReminderTable(this ISiloBuilder silo) => silo.AddProvider(
        nameof(ProviderOptions.Reminders),
        static options => options.Reminders,
        (ProviderOptions.Sqlite, static silo => silo.AddSqliteReminders()),
        (ProviderOptions.Postgres, static silo => silo.AddPostgresReminders()),
        (ProviderOptions.Azure, static silo => silo.AddAzureReminders()));
}
