using System.ComponentModel.DataAnnotations;
using ImOrleans.Push.Sending;
using ImOrleans.ServiceDefaults.Settings;

namespace ImOrleans.Push.WebPush;

/// <summary>
/// Browsers, by the Web Push protocol (RFC 8030). Off without <see cref="PublicKey"/>. The keys name this server to the push services
/// (VAPID,
/// RFC 8292). Section <c>Im:Push:WebPush</c>.
/// </summary>
internal sealed class WebPushOptions : IValidatableObject
{
    public const string Section = "Im:Push:WebPush";

    /// <summary>The public key, 65 bytes as base64url: pages subscribe with it. When it changes, all subscriptions end.</summary>
    public string PublicKey { get; init; } = "";

    /// <summary>The private key, 32 bytes as base64url. <c>npx web-push generate-vapid-keys</c> makes both.</summary>
    [Secret]
    public string PrivateKey { get; init; } = "";

    /// <summary>Instead of <see cref="PrivateKey"/>: a file with it.</summary>
    public string PrivateKeyFile { get; init; } = "";

    /// <summary>Where a push service reaches the operator: <c>mailto:ops@example.org</c> or <c>https://...</c>.</summary>
    public string Subject { get; init; } = "";

    /// <summary>
    /// Whether browsers may register push services without TLS. False: only <c>https</c>. Every address must be public, or be allowed by
    /// <c>Im:Outbound:AllowedHosts</c>.
    /// </summary>
    public bool AllowHttp { get; init; }

    internal bool IsOn => PublicKey.Length > 0 || SecretText.IsSet(PrivateKey, PrivateKeyFile) || Subject.Length > 0;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!IsOn)
        {
            yield break;
        }

        bool isContact = Subject.StartsWith("mailto:", StringComparison.Ordinal)
            || (Uri.TryCreate(Subject, UriKind.Absolute, out Uri? address) && address.Scheme == Uri.UriSchemeHttps);
        if (!isContact || Subject.Any(static c => c is '"' or '\\' || char.IsControl(c)))
        {
            yield return new($"{nameof(Subject)} must begin with mailto: or https://.");
        }

        if (SecretText.FindFault(nameof(PrivateKey), PrivateKey, PrivateKeyFile) is { } fault)
        {
            yield return new(fault);
        }
        else if (VapidKeys.FindFault(PublicKey, SecretText.Read(PrivateKey, PrivateKeyFile)) is { } keyFault)
        {
            yield return new(keyFault);
        }
    }
}
