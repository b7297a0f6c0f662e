using System.Security.Cryptography;
using ImOrleans.Push.Sending;

namespace ImOrleans.Push.Fcm;

/// <summary>The signed claim of a service account that its token is exchanged for (RFC 7523).</summary>
internal static class FcmAssertion
{
    private const string Scope = "https://www.googleapis.com/auth/firebase.messaging";

    /// <summary>The longest that Google takes is an hour.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(55);

    public static string Sign(ServiceAccount account, DateTimeOffset now)
    {
        using RSA key = RSA.Create();
        key.ImportFromPem(account.PrivateKey);
        return SignedToken.Write(
            header =>
            {
                header.WriteString("alg", "RS256");
                header.WriteString("typ", "JWT");
                header.WriteText("kid", account.KeyId);
            },
            claims =>
            {
                claims.WriteString("iss", account.Email);
                claims.WriteString("scope", Scope);
                claims.WriteString("aud", account.TokenUri.OriginalString);
                claims.WriteNumber("iat", now.ToUnixTimeSeconds());
                claims.WriteNumber("exp", (now + Lifetime).ToUnixTimeSeconds());
            },
            bytes => key.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }
}
