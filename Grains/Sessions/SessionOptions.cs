using System.ComponentModel.DataAnnotations;
using ImOrleans.Protocol.Accounts;

namespace ImOrleans.Grains.Sessions;

/// <summary>Section <c>Im:Sessions</c>.</summary>
internal sealed class SessionOptions
{
    public const string Section = "Im:Sessions";

    /// <summary>Devices of one user that can be signed in; one more signs out the one that was seen longest ago.</summary>
    [Range(1, 200)]
    public int MaxDevices { get; init; } = 20;

    /// <summary>For users who have not chosen one. A stricter one ends sessions at the next sign-in of their user.</summary>
    [AllowedValues(
        SignInPolicy.AllDevices, SignInPolicy.OnePerPlatformClass, SignInPolicy.OnePerPlatform, SignInPolicy.OneDevice,
        ErrorMessage = "must be one of all, platform-class, platform, one.")]
    public string Policy { get; init; } = SignInPolicy.AllDevices;

    /// <summary>How long the refresh token that was spent last is answered again while its successor was not used. 0: a lost answer signs the device out.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan RefreshGrace { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Whether that holds too for clients that name no retry id. False: a lost answer signs such a device out, and a copied token cannot hide
    /// in the grace.
    /// </summary>
    public bool GraceWithoutRetryId { get; init; } = true;

    /// <summary>
    /// How long the end of a session waits for the gateways that use it. A gateway that does not answer, because it has just died, learns
    /// of it later; one that lives asks again within <c>Im:Auth:SessionCacheLifetime</c>.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:00:10")]
    public TimeSpan EndPatience { get; init; } = TimeSpan.FromSeconds(2);
}
