using System.ComponentModel.DataAnnotations;
using ImOrleans.Protocol.Errors;

namespace ImOrleans.Gateway.Operators;

/// <summary>The sessions on the operators' pages, and the operator of earlier versions.</summary>
internal sealed class AdminOptions : IValidatableObject
{
    public const string Section = "Im:Admin";

    /// <summary>
    /// The setting of earlier versions: the account whose owner was the operator. The first start converts it; after that it has no effect.
    /// </summary>
    public string Username { get; init; } = "";

    /// <summary>The lifetime of a sign-in on the operators' page. It is not prolonged.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan SessionLifetime { get; init; } = TimeSpan.FromHours(1);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Username.Length > 0 && Problem(Username) is { } problem)
        {
            yield return new ValidationResult($"is no name that an account can have. {problem}", [nameof(Username)]);
        }
    }

    private static string? Problem(string username)
    {
        try
        {
            Grains.Accounts.Username.Normalize(username);
            return null;
        }
        catch (ImException refusal)
        {
            return refusal.Message;
        }
    }
}
