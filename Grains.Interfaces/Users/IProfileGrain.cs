using ImOrleans.Protocol.Accounts;
using ImOrleans.Protocol.Errors;

namespace ImOrleans.Grains.Users;

/// <summary>The public profile of a user. Key: the user's id.</summary>
[Alias("im.profile-grain")]
public interface IProfileGrain : IGrainWithStringKey
{
    /// <summary>Writes the first profile. Idempotent.</summary>
    [Alias("Create")]
    Task Create(UserProfile profile);

    /// <summary>Null when there is no such user.</summary>
    [Alias("Get")]
    Task<UserProfile?> Get();

    /// <summary>
    /// Null leaves a value as it is; an empty avatar address removes it. Durable when it returns. Everybody who sees the profile is
    /// notified, also after a crash; the call does not wait for that.
    /// </summary>
    /// <exception cref="ImException">
    /// <see cref="ErrorCode.UnknownUser"/>, <see cref="ErrorCode.InvalidDisplayName"/>, <see cref="ErrorCode.MalformedRequest"/> for an
    /// avatar that is no https address of at most 512 characters.
    /// </exception>
    [Alias("Update")]
    Task<UserProfile> Update(string? displayName, string? avatarUrl);

    /// <summary>
    /// The account was deleted: replaces the profile by a tombstone, which is found by no search, and notifies everybody who sees it.
    /// Idempotent.
    /// </summary>
    /// <returns>Whether everybody was notified. If not, that goes on; ask again.</returns>
    [Alias("Delete")]
    Task<bool> Delete();
}
