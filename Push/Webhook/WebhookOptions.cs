using System.ComponentModel.DataAnnotations;
using ImOrleans.Push.Sending;
using ImOrleans.ServiceDefaults.Settings;

namespace ImOrleans.Push.Webhook;

/// <summary>
/// A server of the operator that delivers notifications in its own way. Off without <see cref="Url"/>. Section <c>Im:Push:Webhook</c>.
/// </summary>
internal sealed class WebhookOptions : IValidatableObject
{
    public const string Section = "Im:Push:Webhook";
    private const int MinSecretLength = 32;

    /// <summary>
    /// Where notifications are posted, <c>https://...</c>. An address that is not public needs an entry in <c>Im:Outbound:AllowedHosts</c>.
    /// </summary>
    public string Url { get; init; } = "";

    /// <summary>The key of the signatures, at least 32 characters.</summary>
    [Secret]
    public string Secret { get; init; } = "";

    /// <summary>Instead of <see cref="Secret"/>: a file with it.</summary>
    public string SecretFile { get; init; } = "";

    /// <summary>Notifications of one request.</summary>
    [Range(1, 1_000)]
    public int MaxBatch { get; init; } = 100;

    internal bool IsOn => Url.Length > 0 || SecretText.IsSet(Secret, SecretFile);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!IsOn)
        {
            yield break;
        }

        if (BaseAddresses.FindFault(nameof(Url), Url) is { } fault)
        {
            yield return new(fault);
        }

        if (SecretText.FindFault(nameof(Secret), Secret, SecretFile) is { } secretFault)
        {
            yield return new(secretFault);
        }
        else if (SecretText.Read(Secret, SecretFile).Length < MinSecretLength)
        {
            yield return new($"{nameof(Secret)} has less than {MinSecretLength} characters; openssl rand -base64 48 makes one.");
        }
    }
}
