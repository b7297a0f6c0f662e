using ImOrleans.ServiceDefaults.Startup;
using Npgsql;

namespace ImOrleans.ServiceDefaults.Postgres;

/// <summary>The sentences for the operator about a database that cannot be used.</summary>
internal static class PostgresFaults
{
    /// <exception cref="StartupException">The connection string cannot be read.</exception>
    public static T Reading<T>(Func<T> read)
    {
        try
        {
            return read();
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
}
