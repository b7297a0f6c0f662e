using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using ImOrleans.Push.Sending;
using ImOrleans.ServiceDefaults.Settings;

namespace ImOrleans.Push.Apns;

/// <summary>Apple Push Notification service, by provider tokens. Off without <see cref="Topic"/>. Section <c>Im:Push:Apns</c>.</summary>
internal sealed class ApnsOptions : IValidatableObject
{
    public const string Section = "Im:Push:Apns";
    private const int IdLength = 10;

    /// <summary>The bundle id of the app.</summary>
    public string Topic { get; init; } = "";

    /// <summary>The id of the developer team, 10 characters.</summary>
    public string TeamId { get; init; } = "";

    /// <summary>The id of the key, 10 characters.</summary>
    public string KeyId { get; init; } = "";

    /// <summary>The private key, the text of a <c>.p8</c> file.</summary>
    [Secret]
    public string Key { get; init; } = "";

    /// <summary>Instead of <see cref="Key"/>: the <c>.p8</c> file.</summary>
    public string KeyFile { get; init; } = "";

    /// <summary>
    /// The age at which the provider token is renewed. Apple refuses an older one than an hour, and renewals within 20 minutes.
    /// </summary>
    [Range(typeof(TimeSpan), "00:20:00", "00:58:00")]
    public TimeSpan RenewPeriod { get; init; } = TimeSpan.FromMinutes(40);

    /// <summary>The address of the service; <c>https://api.sandbox.push.apple.com</c> for apps that are run from Xcode.</summary>
    public string BaseAddress { get; init; } = "https://api.push.apple.com";

    internal bool IsOn => Topic.Length + TeamId.Length + KeyId.Length > 0 || SecretText.IsSet(Key, KeyFile);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!IsOn)
        {
            yield break;
        }

        if (BaseAddresses.FindFault(nameof(BaseAddress), BaseAddress) is { } fault)
        {
            yield return new(fault);
        }

        if (Topic.Length == 0 || !Topic.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-'))
        {
            yield return new($"{nameof(Topic)} must be the bundle id of the app: letters, digits, dots and dashes.");
        }

        foreach ((string name, string id) in new[] { (nameof(TeamId), TeamId), (nameof(KeyId), KeyId) })
        {
            if (id.Length != IdLength || !id.All(char.IsAsciiLetterOrDigit))
            {
                yield return new($"{name} must have {IdLength} letters and digits.");
            }
        }

        if (SecretText.FindFault(nameof(Key), Key, KeyFile) is { } secretFault)
        {
            yield return new(secretFault);
        }
        else if (!IsKey(SecretText.Read(Key, KeyFile)))
        {
            yield return new($"{nameof(Key)} must be a private key of the curve P-256 as PEM, as the .p8 file has it.");
        }
    }

    private static bool IsKey(string pem)
    {
        try
        {
            using ECDsa key = ECDsa.Create();
            key.ImportFromPem(pem);
            return key.ExportParameters(includePrivateParameters: true) is { D.Length: 32 };
        }
        catch (Exception failure) when (failure is CryptographicException or ArgumentException)
        {
            return false;
        }
    }
}
