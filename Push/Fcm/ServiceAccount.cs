using System.Security.Cryptography;
using System.Text.Json;
using ImOrleans.Push.Sending;

namespace ImOrleans.Push.Fcm;

/// <summary>A service account of Google, as its JSON file has it.</summary>
/// <param name="PrivateKey">PEM.</param>
internal sealed record ServiceAccount(string Email, string PrivateKey, string? KeyId, Uri TokenUri, string? ProjectId)
{
    /// <returns>Null when the text is no JSON of this form.</returns>
    public static ServiceAccount? Parse(string text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            JsonElement json = document.RootElement;
            if (json.Text("client_email") is not { Length: > 0 } email
                || json.Text("private_key") is not { } key
                || !Uri.TryCreate(json.Text("token_uri"), UriKind.Absolute, out Uri? tokenUri)
                || BaseAddresses.FindFault("", tokenUri.OriginalString) is not null)
            {
                return null;
            }

            using RSA rsa = RSA.Create();
            rsa.ImportFromPem(key);
            return new ServiceAccount(email, key, json.Text("private_key_id"), tokenUri, json.Text("project_id"));
        }
        catch (Exception failure)
            when (failure is JsonException or InvalidOperationException or CryptographicException or ArgumentException)
        {
            return null;
        }
    }
}
