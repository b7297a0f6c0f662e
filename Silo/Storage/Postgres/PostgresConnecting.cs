using System.Globalization;
using ImOrleans.ServiceDefaults.Postgres;
using ImOrleans.ServiceDefaults.Startup;
using Npgsql;

namespace ImOrleans.Silo.Storage.Postgres;

/// <summary>How a silo connects.</summary>
internal static class PostgresConnecting
{
    private const int PreparedStatements = 64;

    /// <summary>
    /// An acknowledgement means on disk, whatever the default of the server is. Every statement of the stores is a bounded walk over an
    /// index: a plan that reads a whole table because it is small today is slow tomorrow.
    /// </summary>
    private const string Settings =
        "-c synchronous_commit=on -c timezone=UTC -c jit=off -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off";

    /// <exception cref="StartupException">The connection string cannot be read.</exception>
    public static NpgsqlDataSource Source(PostgresOptions options) => PostgresFaults.Reading(() =>
    {
        NpgsqlConnectionStringBuilder builder = new(options.ConnectionString);
        double lockMs = options.LockTimeout.TotalMilliseconds;
        builder.ApplicationName ??= "ImOrleans";
        builder.MaxPoolSize = options.MaxConnections;
        builder.Timeout = Seconds(options.ConnectTimeout);
        builder.CommandTimeout = Seconds(options.CommandTimeout);
        builder.MaxAutoPrepare = PreparedStatements;
        builder.AutoPrepareMinUsages = 2;
        builder.Options = string.Create(
            CultureInfo.InvariantCulture,
            $"{builder.Options} {Settings} -c lock_timeout={lockMs:0} -c idle_in_transaction_session_timeout={lockMs:0}").Trim();
        return NpgsqlDataSource.Create(builder);
    });

    private static int Seconds(TimeSpan time) => (int)Math.Ceiling(time.TotalSeconds);
}
