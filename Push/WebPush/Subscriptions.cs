using System.Text.Json;
using ImOrleans.Push.Sending;
using Lib.Net.Http.WebPush;

namespace ImOrleans.Push.WebPush;

/// <summary>Tokens of browsers: the JSON of <c>PushSubscription.toJSON()</c> (W3C Push API).</summary>
internal static class Subscriptions
{
    private const int SecretBytes = 16;
    private static readonly JsonDocumentOptions Shallow = new() { MaxDepth = 4 };

    /// <returns>Null, or one sentence for the client.</returns>
    public static string? FindFault(string token, bool allowHttp)
    {
        if (token.Length > TokenForm.MaxLength || Parse(token) is not { } subscription)
        {
            return $"The token must be the JSON of a push subscription, at most {TokenForm.MaxLength} characters.";
        }

        if (!IsEndpoint(subscription.Endpoint, allowHttp))
        {
            return "The endpoint of the subscription must be an https address.";
        }

        return VapidKeys.IsPoint(subscription.GetKey(PushEncryptionKeyName.P256DH))
            && VapidKeys.Decode(subscription.GetKey(PushEncryptionKeyName.Auth)) is { Length: SecretBytes }
                ? null
                : "The keys of the subscription must be p256dh, a point of P-256, and auth, 16 bytes, as base64url.";
    }

    /// <returns>Null when the token is no JSON of this form.</returns>
    public static PushSubscription? Parse(string token)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(token, Shallow);
            JsonElement keys = document.RootElement.Object("keys");
            if (document.RootElement.Text("endpoint") is not { } endpoint
                || keys.Text("p256dh") is not { } point
                || keys.Text("auth") is not { } secret)
            {
                return null;
            }

            PushSubscription subscription = new() { Endpoint = endpoint };
            subscription.SetKey(PushEncryptionKeyName.P256DH, point);
            subscription.SetKey(PushEncryptionKeyName.Auth, secret);
            return subscription;
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            return null; // The second one: a text with half of a surrogate pair.
        }
    }

    private static bool IsEndpoint(string text, bool allowHttp) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? address)
        && (address.Scheme == Uri.UriSchemeHttps || (allowHttp && address.Scheme == Uri.UriSchemeHttp))
        && address is { UserInfo: "", Fragment: "" }
        && Uri.IsWellFormedUriString(text, UriKind.Absolute);
}
