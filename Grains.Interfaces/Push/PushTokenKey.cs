using System.Security.Cryptography;
using System.Text;

namespace ImOrleans.Grains.Push;

/// <summary>The only speller of a token's key: a hash, because tokens are secrets and can be 4,096 characters long.</summary>
public static class PushTokenKey
{
    public static string Of(string provider, string token) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{provider}\n{token}")));
}
