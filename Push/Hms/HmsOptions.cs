using System.ComponentModel.DataAnnotations;
using ImOrleans.Push.Sending;
using ImOrleans.ServiceDefaults.Settings;

namespace ImOrleans.Push.Hms;

/// <summary>Huawei Push Kit, for Android apps with HMS Core. Off without <see cref="AppId"/>. Section <c>Im:Push:Hms</c>.</summary>
internal sealed class HmsOptions : IValidatableObject
{
    public const string Section = "Im:Push:Hms";

    /// <summary>The id of the app in AppGallery Connect, which is also the client id of its OAuth.</summary>
    public string AppId { get; init; } = "";

    /// <summary>The client secret of the app's OAuth.</summary>
    [Secret]
    public string ClientSecret { get; init; } = "";

    /// <summary>Instead of <see cref="ClientSecret"/>: a file with it.</summary>
    public string ClientSecretFile { get; init; } = "";

    /// <summary>The full name of the first activity of the app: the badge is set for it. Empty: no badge.</summary>
    public string BadgeClass { get; init; } = "";

    /// <summary>The address of the service.</summary>
    public string BaseAddress { get; init; } = "https://push-api.cloud.huawei.com";

    /// <summary>Where the client secret is exchanged for a token.</summary>
    public string TokenAddress { get; init; } = "https://oauth-login.cloud.huawei.com/oauth2/v3/token";

    internal bool IsOn => AppId.Length > 0 || SecretText.IsSet(ClientSecret, ClientSecretFile);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!IsOn)
        {
            yield break;
        }

        if (AppId.Length == 0 || !AppId.All(char.IsAsciiLetterOrDigit))
        {
            yield return new($"{nameof(AppId)} must be the id of the app: letters and digits.");
        }

        string?[] faults =
        [
            BaseAddresses.FindFault(nameof(BaseAddress), BaseAddress),
            BaseAddresses.FindFault(nameof(TokenAddress), TokenAddress),
            SecretText.FindFault(nameof(ClientSecret), ClientSecret, ClientSecretFile),
        ];
        foreach (string fault in faults.OfType<string>())
        {
            yield return new(fault);
        }
    }
}
