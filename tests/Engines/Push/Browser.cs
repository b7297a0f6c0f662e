using System.Buffers.Text;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;

namespace ImOrleans.Engines.Push;

/// <summary>
/// The keys of one subscription. It decrypts with the npm package <c>http_ece</c>, which shares no code with the senders.
/// </summary>
public sealed class Browser : IDisposable
{
    private readonly ECDiffieHellman key = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
    private readonly string secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));

    internal Browser(string endpoint) => Endpoint = endpoint;

    public string Endpoint { get; }

    /// <summary>The JSON of <c>PushSubscription.toJSON()</c>.</summary>
    public string Token => JsonSerializer.Serialize(new
    {
        endpoint = Endpoint,
        expirationTime = (long?)null,
        keys = new { p256dh = Point(), auth = secret },
    });

    /// <exception cref="InvalidOperationException">It cannot be decrypted, or the package is not installed. The message says
    /// why.</exception>
    public async Task<JsonElement> DecryptAsync(byte[] body)
    {
        string folder = Installed();
        ProcessStartInfo start = new("node", ["decrypt.js"])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process node = Process.Start(start)!;
        Task<string> errors = node.StandardError.ReadToEndAsync();
        await node.StandardInput.WriteAsync(JsonSerializer.Serialize(new
        {
            body = Base64Url.EncodeToString(body),
            privateKey = Base64Url.EncodeToString(key.ExportParameters(includePrivateParameters: true).D!),
            authSecret = secret,
        }));
        node.StandardInput.Close();
        string text = await node.StandardOutput.ReadToEndAsync();
        await node.WaitForExitAsync();
        return node.ExitCode == 0
            ? JsonSerializer.Deserialize<JsonElement>(text)
            : throw new InvalidOperationException(await errors);
    }

    public void Dispose() => key.Dispose();

    private string Point()
    {
        ECPoint point = key.ExportParameters(includePrivateParameters: false).Q;
        return Base64Url.EncodeToString([4, .. point.X!, .. point.Y!]);
    }

    private static string Installed()
    {
        DirectoryInfo? at = new(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(Path.Combine(at.FullName, "ImOrleans.sln")))
        {
            at = at.Parent;
        }

        string place = Path.Combine(at?.FullName ?? "", "tests", "Engines", "webpush");
        return Directory.Exists(Path.Combine(place, "node_modules", "http_ece"))
            ? place
            : throw new InvalidOperationException($"http_ece is not installed. Run 'npm ci --ignore-scripts' in {place}.");
    }
}
