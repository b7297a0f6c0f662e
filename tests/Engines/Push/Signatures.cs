using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ImOrleans.Engines.Push;

/// <summary>Checks JSON Web Tokens by the library of Microsoft, which shares no code with the senders.</summary>
internal static class Signatures
{
    /// <param name="algorithm">The only one that is taken.</param>
    /// <returns>The token; null when its signature is wrong.</returns>
    public static async Task<JsonWebToken?> ReadAsync(string token, SecurityKey key, string algorithm)
    {
        // The cache outlives the keys of a test.
        key.CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false };
        TokenValidationResult result = await new JsonWebTokenHandler().ValidateTokenAsync(token, new TokenValidationParameters
        {
            IssuerSigningKey = key,
            ValidAlgorithms = [algorithm],
            ValidateIssuer = false,
            ValidateAudience = false,
            ValidateLifetime = false,
        });
        return result.IsValid ? (JsonWebToken)result.SecurityToken : null;
    }

    public static long? Number(this JsonWebToken token, string claim) => token.TryGetPayloadValue(claim, out long value) ? value : null;

    public static string? Text(this JsonWebToken token, string claim) => token.TryGetPayloadValue(claim, out string value) ? value : null;
}
