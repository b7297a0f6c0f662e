using ImOrleans.ServiceDefaults.Settings;
using ImOrleans.ServiceDefaults.Startup;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace ImOrleans.ServiceDefaults.Postgres;

/// <summary>Cluster membership in PostgreSQL, for gateways. A silo opens the database itself, because it makes the tables.</summary>
internal static class PostgresHosting
{
    /// <returns>The connection string.</returns>
    /// <exception cref="StartupException">A setting is wrong.</exception>
    public static string AddPostgresMembers(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<PostgresOptions>(PostgresOptions.Section, exclusive: true);
        PostgresOptions options = PostgresOptions.Read(configuration);
        services.AddSingleton(new RequiredServer(() => EnsureReachableAsync(options)));
        return options.ConnectionString;
    }

    /// <summary>
    /// Connects once, so that a wrong address, password or database is one sentence at the start. If silos have not made the tables yet,
    /// the gateway waits for them.
    /// </summary>
    private static async Task EnsureReachableAsync(PostgresOptions options)
    {
        NpgsqlConnectionStringBuilder once = PostgresFaults.Reading(() => new NpgsqlConnectionStringBuilder(options.ConnectionString)
        {
            Pooling = false, Timeout = (int)Math.Ceiling(options.ConnectTimeout.TotalSeconds),
        });
        try
        {
            await using NpgsqlConnection connection = new(once.ConnectionString);
            await connection.OpenAsync();
        }
        catch (Exception failure) when (PostgresFaults.Explain(failure, options.ConnectionString) is { } sentence)
        {
            throw new StartupException(sentence, failure);
        }
    }
}
