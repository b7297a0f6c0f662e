using System.Globalization;
using ImOrleans.Engines;
using Npgsql;
using Xunit;

namespace ImOrleans.StoreTests.Postgres;

/// <summary>The properties of the server on which the other tests rely.</summary>
public sealed class RunningTests
{
    [Fact]
    public async Task A_server_that_was_killed_keeps_what_was_committed_and_its_port()
    {
        await using PostgresServer server = await PostgresServer.StartAsync();
        string connectionString = await server.CreateDatabaseAsync();
        int port = server.Port;
        await ExecuteAsync(connectionString, "CREATE TABLE kept AS SELECT 7 AS n");

        await server.KillAsync();
        await Assert.ThrowsAsync<NpgsqlException>(() => ExecuteAsync(connectionString, "SELECT 1"));
        await server.StartAgainAsync();

        Assert.Equal(port, server.Port);
        Assert.Equal("7", await ExecuteAsync(connectionString, "SELECT n FROM kept"));
        Assert.Equal("on", await ExecuteAsync(connectionString, "SHOW fsync"));
    }

    private static async Task<string?> ExecuteAsync(string connectionString, string sql)
    {
        await using NpgsqlConnection connection = new($"{connectionString};Pooling=false");
        await connection.OpenAsync();
        await using NpgsqlCommand command = new(sql, connection);
        return Convert.ToString(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }
}
