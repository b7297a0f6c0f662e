using System.ComponentModel.DataAnnotations;
using ImOrleans.Push.Sending;
using ImOrleans.ServiceDefaults.Settings;

namespace ImOrleans.Push.Fcm;

/// <summary>
/// Firebase Cloud Messaging, HTTP v1: Android, and other platforms by Firebase. Off without a service account. Section <c>Im:Push:Fcm</c>.
/// </summary>
internal sealed class FcmOptions : IValidatableObject
{
    public const string Section = "Im:Push:Fcm";

    /// <summary>
    /// The JSON of a service account of the project, with its private key. Its role is Firebase Cloud Messaging API Admin.
    /// </summary>
    [Secret]
    public string ServiceAccount { get; init; } = "";

    /// <summary>Instead of <see cref="ServiceAccount"/>: the file that the Firebase console makes.</summary>
    public string ServiceAccountFile { get; init; } = "";

    /// <summary>The project whose apps get the notifications. Empty: the project of the service account.</summary>
    public string ProjectId { get; init; } = "";

    /// <summary>The address of the service.</summary>
    public string BaseAddress { get; init; } = "https://fcm.googleapis.com";

    internal bool IsOn => SecretText.IsSet(ServiceAccount, ServiceAccountFile) || ProjectId.Length > 0;

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

        if (SecretText.FindFault(nameof(ServiceAccount), ServiceAccount, ServiceAccountFile) is { } secretFault)
        {
            yield return new(secretFault);
        }
        else if (Fcm.ServiceAccount.Parse(SecretText.Read(ServiceAccount, ServiceAccountFile)) is not { } account)
        {
            yield return new(
                $"{nameof(ServiceAccount)} must be the JSON of a service account, "
                + "with client_email, token_uri and an RSA private_key as PEM.");
        }
        else if (ProjectId.Length == 0 && account.ProjectId is null)
        {
            yield return new($"{nameof(ProjectId)} is empty, and the service account names no project.");
        }
        else if (!(ProjectId + account.ProjectId).All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or ':' or '.'))
        {
            yield return new($"{nameof(ProjectId)} must be the id of a project: letters, digits and dashes.");
        }
    }
}
