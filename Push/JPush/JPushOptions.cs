using System.ComponentModel.DataAnnotations;
using ImOrleans.Push.Sending;
using ImOrleans.ServiceDefaults.Settings;

namespace ImOrleans.Push.JPush;

/// <summary>Aurora JPush (极光推送), API v3. Off without <see cref="AppKey"/>. Section <c>Im:Push:JPush</c>.</summary>
internal sealed class JPushOptions : IValidatableObject
{
    public const string Section = "Im:Push:JPush";

    /// <summary>The key of the app.</summary>
    public string AppKey { get; init; } = "";

    /// <summary>The master secret of the app.</summary>
    [Secret]
    public string MasterSecret { get; init; } = "";

    /// <summary>Instead of <see cref="MasterSecret"/>: a file with it.</summary>
    public string MasterSecretFile { get; init; } = "";

    /// <summary>Whether apps on iOS are released ones; false for those that are run from Xcode.</summary>
    public bool ApnsProduction { get; init; } = true;

    /// <summary>The address of the service.</summary>
    public string BaseAddress { get; init; } = "https://api.jpush.cn";

    internal bool IsOn => AppKey.Length > 0 || SecretText.IsSet(MasterSecret, MasterSecretFile);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!IsOn)
        {
            yield break;
        }

        if (AppKey.Length == 0 || !AppKey.All(char.IsAsciiLetterOrDigit))
        {
            yield return new($"{nameof(AppKey)} must be the key of the app: letters and digits.");
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
