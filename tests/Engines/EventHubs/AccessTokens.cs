using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ImOrleans.Engines.EventHubs;

/// <summary>Checks the signer, the resource and the expiry of a shared access signature.</summary>
internal sealed class AccessTokens(EventHubsSettings settings, TimeProvider time)
{
    private const string Scheme = "SharedAccessSignature ";

    /// <returns>The path that the token opens, or null when the token is not valid.</returns>
    public string? Check(string? token)
    {
        if (token is null || !token.StartsWith(Scheme, StringComparison.Ordinal))
        {
            return null;
        }

        Dictionary<string, string> parts = token[Scheme.Length..].Split('&').Select(part => part.Split('=', 2))
            .Where(part => part.Length == 2).ToDictionary(part => part[0], part => part[1]);
        bool isWhole = parts.TryGetValue("sr", out string? resource) & parts.TryGetValue("sig", out string? signature)
            & parts.TryGetValue("se", out string? expiry) & parts.TryGetValue("skn", out string? keyName);
        return isWhole && IsSigned(resource!, expiry!, signature!) && IsValid(expiry!)
            && Uri.UnescapeDataString(keyName!) == settings.KeyName
            ? PathOf(Uri.UnescapeDataString(resource!))
            : null;
    }

    /// <summary>Whether an opened path covers this one: that of a hub covers its partitions.</summary>
    public static bool Covers(string opened, string path) =>
        path.Equals(opened, StringComparison.OrdinalIgnoreCase) || path.StartsWith($"{opened}/", StringComparison.OrdinalIgnoreCase);

    private bool IsSigned(string resource, string expiry, string signature)
    {
        byte[] wanted = HMACSHA256.HashData(Encoding.UTF8.GetBytes(settings.Key), Encoding.UTF8.GetBytes($"{resource}\n{expiry}"));
        return CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(Convert.ToBase64String(wanted)), Encoding.UTF8.GetBytes(Uri.UnescapeDataString(signature)));
    }

    private bool IsValid(string expiry) =>
        long.TryParse(expiry, CultureInfo.InvariantCulture, out long seconds) && seconds > time.GetUtcNow().ToUnixTimeSeconds();

    private static string PathOf(string resource) => new Uri(resource).AbsolutePath.Trim('/');
}
