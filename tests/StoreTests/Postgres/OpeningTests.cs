using ImOrleans.Engines;
using ImOrleans.ServiceDefaults.Postgres;
using ImOrleans.ServiceDefaults.Startup;
using ImOrleans.Silo.Storage.Postgres;
using Npgsql;
using Xunit;

namespace ImOrleans.StoreTests.Postgres;

/// <summary>A database that cannot be used is one sentence that says what to do, without the password.</summary>
public sealed class OpeningTests(PostgresFixture postgres)
{
    private const string Secret = "hidden-word";

    [Theory]
    [InlineData($"Host=127.0.0.1;Passwort={Secret}")]
    [InlineData($"Host=127.0.0.1;Port=many;Password={Secret}")]
    [InlineData($"{Secret}")]
    public async Task A_connection_string_that_cannot_be_read_is_refused(string connectionString) =>
        Assert.StartsWith("Im:Postgres:ConnectionString cannot be read", await RefusalOf(connectionString), StringComparison.Ordinal);

    [Fact]
    public async Task A_server_that_cannot_be_reached_is_refused() =>
        Assert.StartsWith(
            "The PostgreSQL server at 127.0.0.1:1 cannot be reached",
            await RefusalOf($"Host=127.0.0.1;Port=1;Username=im;Password={Secret}"),
            StringComparison.Ordinal);

    [Fact]
    public async Task A_wrong_password_is_refused() =>
        Assert.Contains("refuses the user 'im'", await RefusalOf(await ChangeAsync(to => to.Password = Secret)), StringComparison.Ordinal);

    [Fact]
    public async Task A_missing_database_is_refused() =>
        Assert.Contains(
            "has no database 'nowhere'", await RefusalOf(await ChangeAsync(to => to.Database = "nowhere")), StringComparison.Ordinal);

    [Fact]
    public async Task A_user_who_may_not_create_tables_is_refused()
    {
        PostgresServer server = await postgres.ServerAsync();
        string connectionString = await server.CreateDatabaseAsync();
        await server.ExecuteAsync("postgres", $"CREATE ROLE guest LOGIN PASSWORD '{Secret}'");

        NpgsqlConnectionStringBuilder guest = new(connectionString) { Username = "guest", Password = Secret };

        string sentence = await RefusalOf(guest.ConnectionString);

        Assert.StartsWith("The user 'guest' lacks rights in the database", sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 16, 2, "ConnectionString is empty")]
    [InlineData("Host=x", 17, 2, "Readers is 17")]
    [InlineData("Host=x", 16, 10, "LockTimeout is 00:00:10")]
    public void Settings_that_do_not_fit_are_refused(string connectionString, int readers, int lockSeconds, string reason)
    {
        TimeSpan patience = TimeSpan.FromSeconds(lockSeconds);
        PostgresOptions options = new() { ConnectionString = connectionString, Readers = readers, LockTimeout = patience };

        Assert.Contains(reason, Assert.Single(options.Validate(new(new object()))).ErrorMessage, StringComparison.Ordinal);
    }

    private async Task<string> ChangeAsync(Action<NpgsqlConnectionStringBuilder> change)
    {
        NpgsqlConnectionStringBuilder builder = new(await postgres.CreateDatabaseAsync());
        change(builder);
        return builder.ConnectionString;
    }

    private static async Task<string> RefusalOf(string connectionString)
    {
        StartupException refusal = await Assert.ThrowsAsync<StartupException>(async () =>
        {
            await using PostgresDatabase database = PostgresDatabases.Database(connectionString);
            await database.OpenAsync();
        });
        Assert.DoesNotContain(Secret, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
        return refusal.Message;
    }
}
