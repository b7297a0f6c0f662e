using System.ComponentModel.DataAnnotations;
using ImOrleans.ServiceDefaults.Settings;

namespace ImOrleans.Gateway.Auth;

/// <summary>Tokens and how long they are good for.</summary>
internal sealed class AuthOptions : IValidatableObject
{
    public const string Section = "Im:Auth";

    /// <summary>
    /// Base64 of at least 32 random bytes, the same on every gateway; several separated by commas, of which the first signs and all are
    /// believed. Each can have the date before it at which it was added; without a date, that is the start of the process. Empty only in
    /// Development, where one is made at the first start.
    /// </summary>
    [Secret]
    public string SigningKey { get; init; } = "";

    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan AccessTokenLifetime { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>
    /// The time after a rotation in which gateways may still sign with the old key, because they do not have the new one yet. A token that
    /// the old key signed later is refused.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "7.00:00:00")]
    public TimeSpan RotationOverlap { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The lifetime of a refresh token: a device that is away for longer signs in again.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "3650.00:00:00")]
    public TimeSpan RefreshTokenLifetime { get; init; } = TimeSpan.FromDays(90);

    /// <summary>
    /// The lifetime of the secret by which a device proves that it has signed in before. Each sign-in and each refresh issues a new one.
    /// </summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00")]
    public TimeSpan DeviceSecretLifetime { get; init; } = TimeSpan.FromDays(365);

    /// <summary>How long the owner's word that a session lives is believed without asking again.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:10")]
    public TimeSpan SessionCacheLifetime { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Sessions remembered at once, twice over; past it they are forgotten early.</summary>
    [Range(1, 1_000_000)]
    public int SessionCacheSize { get; init; } = 10_000;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (RefreshTokenLifetime <= AccessTokenLifetime)
        {
            yield return new ValidationResult(
                $"RefreshTokenLifetime is {RefreshTokenLifetime}; RefreshTokenLifetime must be greater than AccessTokenLifetime, which is {AccessTokenLifetime}.");
        }
    }
}
