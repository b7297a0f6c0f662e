using System.Diagnostics;
using System.Globalization;
using System.Net;
using Npgsql;

namespace ImOrleans.Engines;

/// <summary>
/// A PostgreSQL server of the tests: the system's programs, a data folder of its own and a free port on loopback. Server and folder go when
/// the process that started them ends, also when it is killed.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string Superuser = "im";
    private const string Ready = "database system is ready to accept connections";

    /// <summary>Waits for a word, or for the end of the process that wrote it. Without a word the folder goes too.</summary>
    private const string Run =
        """
        as="$1" folder="$2" bin="$3"; shift 3
        $as "$bin/postgres" -D "$folder/data" "$@" & server=$!
        read -r word
        kill -s "${word:-QUIT}" $server
        wait $server
        [ -n "$word" ] || rm -rf "$folder"
        """;

    private readonly string password = Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(8));
    private readonly string folder = Directory.CreateTempSubdirectory("im-postgres-").FullName;
    private readonly string[] settings;
    private readonly PostgresPrograms programs = PostgresPrograms.Find();
    private Process? run;
    private int databases;

    private PostgresServer(string[] settings) => this.settings = [.. settings.SelectMany(static setting => (string[])["-c", setting])];

    public static string Host => IPAddress.Loopback.ToString();

    /// <summary>Stays the same over a restart.</summary>
    public int Port { get; private set; }

    /// <summary>Creates the data folder and starts the server.</summary>
    /// <param name="settings">For example <c>fsync=off</c>, which is enough for tests that do not take the power away.</param>
    /// <exception cref="InvalidOperationException">PostgreSQL is not installed or does not start. The message says why.</exception>
    public static async Task<PostgresServer> StartAsync(params string[] settings)
    {
        PostgresServer server = new(settings);
        try
        {
            await server.InitializeAsync();
            await server.StartAgainAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>How to connect as the superuser.</summary>
    public string ConnectionString(string database) =>
        $"Host={Host};Port={Port};Username={Superuser};Password={password};Database={database}";

    /// <summary>Makes an empty database with a name that no other test has.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> CreateDatabaseAsync()
    {
        string name = $"test{Interlocked.Increment(ref databases).ToString(CultureInfo.InvariantCulture)}";
        await ExecuteAsync("postgres", $"CREATE DATABASE {name}");
        return ConnectionString(name);
    }

    /// <summary>Runs a script as the superuser.</summary>
    public async Task ExecuteAsync(string database, string script)
    {
        await using NpgsqlConnection connection = new($"{ConnectionString(database)};Pooling=false");
        await connection.OpenAsync();
        await using NpgsqlCommand command = new(script, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Ends the server at once and without a checkpoint. The next start reads the write-ahead log.</summary>
    public Task KillAsync() => EndAsync("QUIT");

    /// <summary>Starts the server that was killed, on its data and its port, and waits until it takes connections.</summary>
    public async Task StartAgainAsync()
    {
        string[] arguments =
        [
            "-p", Port.ToString(CultureInfo.InvariantCulture), "-c", $"listen_addresses={Host}",
            "-c", $"unix_socket_directories={folder}", "-c", "max_connections=400", "-c", "log_checkpoints=off", .. settings,
        ];
        run = Process.Start(new ProcessStartInfo("sh", ["-c", Run, "sh", programs.Prefix, folder, programs.Folder, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
        })!;
        List<string> said = [];
        while (await run.StandardError.ReadLineAsync() is { } line)
        {
            said.Add(line);
            if (line.Contains(Ready, StringComparison.Ordinal))
            {
                // Nobody reads the rest, and a full pipe would stop the server.
                _ = run.StandardError.BaseStream.CopyToAsync(Stream.Null);
                return;
            }
        }

        throw new InvalidOperationException($"PostgreSQL did not start:{Environment.NewLine}{string.Join(Environment.NewLine, said)}");
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync("");
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task EndAsync(string word)
    {
        if (run is { } ended)
        {
            run = null;
            await ended.StandardInput.WriteLineAsync(word);
            ended.StandardInput.Close();
            await ended.WaitForExitAsync();
            ended.Dispose();
        }
    }

    private async Task InitializeAsync()
    {
        string passwords = Path.Combine(folder, "password");
        await File.WriteAllTextAsync(passwords, password);
        await programs.OwnAsync(folder);
        await programs.RunAsync(
            "initdb", "-D", Path.Combine(folder, "data"), "-U", Superuser, "--auth=scram-sha-256", $"--pwfile={passwords}",
            "-E", "UTF8", "--locale=C.UTF-8", "--no-sync");
        Port = FreePorts.Take();
    }
}
