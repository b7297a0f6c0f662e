using System.Globalization;
using ImOrleans.ServiceDefaults.Postgres;
using ImOrleans.ServiceDefaults.Startup;
using Npgsql;

namespace ImOrleans.Silo.Storage.Postgres;

/// <summary>How a silo connects, and the sentence for the operator when it cannot.</summary>
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
    public static NpgsqlDataSource Source(PostgresOptions options)
    {
        try
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
        }
        catch (Exception failure) when (failure is ArgumentException or FormatException or InvalidOperationException)
        {
            throw new StartupException(
                $"{PostgresOptions.ConnectionStringSetting} cannot be read: {failure.Message.ReplaceLineEndings(" ")}",
                failure);
        }
    }

    /// <returns>Null when it is nothing that an operator can put right.</returns>
    public static string? Explain(Exception failure, string connectionString)
    {
        NpgsqlConnectionStringBuilder to = new(connectionString);
        string server = $"The PostgreSQL server at {to.Host}:{to.Port}";
        string setting = PostgresOptions.ConnectionStringSetting;
        return failure switch
        {
            PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification } =>
                $"{server} refuses the user '{to.Username}': correct user name and password in {setting}.",
            PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } =>
                $"{server} has no database '{to.Database}': create it for the user '{to.Username}', or name another one in {setting}.",
            PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } e =>
                $"The user '{to.Username}' lacks rights in the database '{to.Database}' ({e.MessageText}): "
                + $"make the user its owner, or name another one in {setting}.",
            PostgresException { SqlState: PostgresErrorCodes.FeatureNotSupported or PostgresErrorCodes.UndefinedFile } e =>
                $"{server} lacks a part that ImOrleans needs ({e.MessageText}): install its contributed extensions.",
            PostgresException { SqlState: PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.TooManyConnections } e =>
                $"{server} takes no connections now ({e.MessageText}): start again when it does.",
            PostgresException e => $"{server} refuses the start ({e.SqlState}): {e.MessageText}.",
            NpgsqlException or TimeoutException or System.Net.Sockets.SocketException =>
                $"{server} cannot be reached: {failure.Message} Start the server, or correct {setting}.",
            _ => null,
        };
    }

    private static int Seconds(TimeSpan time) => (int)Math.Ceiling(time.TotalSeconds);
}
