using ImOrleans.Protocol.Accounts;

namespace ImOrleans.Grains.Users;

[GenerateSerializer, Alias("im.profile-state")]
internal sealed class ProfileState
{
    [Id(0)]
    public UserProfile? Profile { get; set; }

    /// <summary>Whether the directory is known to have this profile. False after a crash between the two writes.</summary>
    [Id(1)]
    public bool Listed { get; set; }

    /// <summary>
    /// Whether some people may not have been notified of this profile. Stored with the profile, and resumed after a crash.
    /// </summary>
    [Id(2)]
    public bool Unannounced { get; set; }
}
