using System.ComponentModel.DataAnnotations;
using ImOrleans.Push.Sending;
using ImOrleans.ServiceDefaults.Settings;

namespace ImOrleans.Push.Getui;

/// <summary>Getui (个推), REST API v2. Off without <see cref="AppId"/>. Section <c>Im:Push:Getui</c>.</summary>
internal sealed class GetuiOptions : IValidatableObject
{
    public const string Section = "Im:Push:Getui";

    /// <summary>The id of the app.</summary>
    public string AppId { get; init; } = "";

    /// <summary>The key of the app.</summary>
    public string AppKey { get; init; } = "";

    /// <summary>The master secret of the app.</summary>
    [Secret]
    public string MasterSecret { get; init; } = "";

    /// <summary>Instead of <see cref="MasterSecret"/>: a file with it.</summary>
    public string MasterSecretFile { get; init; } = "";

    /// <summary>The address of the service.</summary>
    public string BaseAddress { get; init; } = "https://restapi.getui.com";

    internal bool IsOn => AppId.Length + AppKey.Length > 0 || SecretText.IsSet(MasterSecret, MasterSecretFile);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!IsOn)
        {
            yield break;
        }

        foreach ((string name, string value) in new[] { (nameof(AppId), AppId), (nameof(AppKey), AppKey) })
        {
            if (value.Length == 0 || !value.All(char.IsAsciiLetterOrDigit))
            {
                yield return new($"{name} must be letters and digits, as the console of Getui shows it.");
            }
        }

        string?[] faults =
        [
            BaseAddresses.FindFault(nameof(BaseAddress), BaseAddress),
            SecretText.FindFault(nameof(MasterSecret), MasterSecret, MasterSecretFile),
        ];
        foreach (string fault in faults.OfType<string>())
        {
            yield return new(fault);
        }
    }
}
