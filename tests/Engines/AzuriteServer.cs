using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace ImOrleans.Engines;

/// <summary>
/// The emulator of Azure Storage: a data folder of its own and free ports on loopback. It ends, and its folder goes, with the process that
/// started it, also when that is killed. It loses rows when it is killed itself, so no test does that; and it writes all of its data every
/// five seconds, so tests keep few.
/// </summary>
public sealed partial class AzuriteServer : IAsyncDisposable
{
    private const string Program = "node_modules/azurite/dist/src/azurite.js";

    /// <summary>Waits for the end of the process that started it.</summary>
    private const string Run =
        """
        folder="$1"; shift
        "$@" & server=$!
        read -r word
        kill -s TERM $server
        wait $server
        rm -rf "$folder"
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("im-azurite-").FullName;
    private readonly Dictionary<string, int> ports = [];
    private readonly string key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
    private Process? run;
    private int prefixes;

    /// <summary>The first of two accounts.</summary>
    public const string Account = "imone";

    public const string OtherAccount = "imtwo";

    /// <exception cref="InvalidOperationException">Azurite is not installed or does not start. The message says why.</exception>
    public static async Task<AzuriteServer> StartAsync()
    {
        AzuriteServer server = new();
        try
        {
            await server.RunAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public string ConnectionString(string account = Account) => ConnectionString(account, key);

    public string ConnectionString(string account, string accountKey) =>
        $"DefaultEndpointsProtocol=http;AccountName={account};AccountKey={accountKey};"
        + $"BlobEndpoint={Endpoint("Blob", account)};TableEndpoint={Endpoint("Table", account)};";

    /// <summary>The beginning of names that no other test has.</summary>
    public string NewPrefix() => $"t{Interlocked.Increment(ref prefixes).ToString(CultureInfo.InvariantCulture)}";

    public async ValueTask DisposeAsync()
    {
        if (run is { } ended)
        {
            run = null;
            ended.StandardInput.Close();
            await ended.WaitForExitAsync();
            ended.Dispose();
        }

        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private string Endpoint(string kind, string account) =>
        string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{ports[kind]}/{account}");

    private async Task RunAsync()
    {
        ProcessStartInfo start = new(
            "sh",
            [
                "-c", Run, "sh", folder, "node", Path.Combine(Installed(), Program), "--location", folder, "--silent", "--skipApiVersionCheck",
                "--disableTelemetry", "--blobPort", "0", "--queuePort", "0", "--tablePort", "0",
            ])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["AZURITE_ACCOUNTS"] = $"{Account}:{key};{OtherAccount}:{key}" },
        };
        run = Process.Start(start)!;
        Task<string> errors = run.StandardError.ReadToEndAsync();
        List<string> said = [];
        while (!(ports.ContainsKey("Blob") && ports.ContainsKey("Table")))
        {
            string line = await run.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException(
                $"Azurite did not start:{Environment.NewLine}{string.Join(Environment.NewLine, said)}{await errors}");
            said.Add(line);
            if (Listening().Match(line) is { Success: true } match)
            {
                ports[match.Groups["kind"].Value] = int.Parse(match.Groups["port"].ValueSpan, CultureInfo.InvariantCulture);
            }
        }

        // Nobody reads the rest, and a full pipe would stop the server.
        _ = run.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
    }

    private static string Installed()
    {
        DirectoryInfo? at = new(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(Path.Combine(at.FullName, "ImOrleans.sln")))
        {
            at = at.Parent;
        }

        string place = Path.Combine(at?.FullName ?? "", "tests", "Engines", "azurite");
        return File.Exists(Path.Combine(place, Program))
            ? place
            : throw new InvalidOperationException($"Azurite is not installed. Run 'npm ci --ignore-scripts' in {place}.");
    }

    [GeneratedRegex(@"Azurite (?<kind>\w+) service is successfully listening at http://127\.0\.0\.1:(?<port>\d+)")]
    private static partial Regex Listening();
}
