using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace ImOrleans.ServiceDefaults.Settings;

/// <summary>The DataAnnotations of an options class, phrased so that an operator finds the setting: by its full name and present value.</summary>
/// <param name="configuration">Given when the section holds nothing but the settings of this class.</param>
/// <param name="sections">The names of all sections: one of them can be within this one.</param>
internal sealed class SettingsRules<T>(string section, IConfiguration? configuration, params string[] sections) : IValidateOptions<T>
    where T : class
{
    public ValidateOptionsResult Validate(string? name, T options)
    {
        List<ValidationResult> results = [];
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        string[] failures = [.. results.Select(result => Phrase(result, options)), .. UnknownNames()];
        return failures.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private string Phrase(ValidationResult result, T options)
    {
        // A rule between settings has no member name and says all that is needed. Texts are never repeated: they may be secrets.
        string? member = result.MemberNames.FirstOrDefault();
        object? value = member is null ? null : typeof(T).GetProperty(member)?.GetValue(options);
        string? message = result.ErrorMessage?.Replace($"The field {member} ", "it ", StringComparison.Ordinal);
        string present = value is ValueType ? string.Create(CultureInfo.InvariantCulture, $" is {value};") : "";
        return member is null ? $"{section}: {message}" : $"{section}:{member}{present} {message}";
    }

    private IEnumerable<string> UnknownNames()
    {
        string[] known = [.. typeof(T).GetProperties().Select(property => property.Name)];
        return (configuration?.GetSection(section).GetChildren() ?? [])
            .Where(child => !known.Contains(child.Key, StringComparer.OrdinalIgnoreCase)
                && !sections.Contains(child.Path, StringComparer.OrdinalIgnoreCase))
            .Select(child => $"{child.Path} is not a setting; {section} has {string.Join(", ", known)}.");
    }
}
