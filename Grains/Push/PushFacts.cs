using ImOrleans.Grains.Users;
using ImOrleans.Protocol.Accounts;

namespace ImOrleans.Grains.Push;

/// <summary>The facts of one round: asked once, for all notifications that are due.</summary>
/// <param name="SignedIn">The platforms of the devices that are signed in.</param>
/// <param name="OwnedTokens">The devices whose token is still theirs.</param>
/// <param name="User">The user's index, in the order of what is due.</param>
/// <param name="IsOnDesktop">The user is online on a computer now, and the option asks for it.</param>
/// <param name="Now">The time of the decision.</param>
internal sealed record PushFacts(
    IReadOnlyDictionary<string, string> SignedIn, IReadOnlySet<string> OwnedTokens, NotifyFacts User, bool IsOnDesktop, DateTimeOffset Now)
{
    public bool IsPhone(string deviceId) =>
        SignedIn.TryGetValue(deviceId, out string? platform) && DevicePlatform.ClassOf(platform) == "phone";
}
