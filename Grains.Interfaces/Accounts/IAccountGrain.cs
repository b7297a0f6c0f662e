using ImOrleans.Protocol.Errors;
using Orleans.Concurrency;

namespace ImOrleans.Grains.Accounts;

/// <summary>A username: who has it, and the password that proves it. Key: the normalized username (<see cref="Username"/>).</summary>
[Alias("im.account-grain")]
public interface IAccountGrain : IGrainWithStringKey
{
    /// <summary>Takes the username and creates its user. Two registrations at once cannot both win.</summary>
    /// <returns>The new user's id.</returns>
    /// <exception cref="ImException">
    /// <see cref="ErrorCode.UsernameTaken"/>, <see cref="ErrorCode.InvalidPassword"/>, <see cref="ErrorCode.InvalidDisplayName"/>.
    /// </exception>
    [Alias("Register")]
    Task<string> Register(string password, string displayName);

    /// <summary>As <see cref="Prove"/>, for older gateways.</summary>
    /// <param name="source">Where it comes from; null from a gateway that does not say.</param>
    /// <returns>The user's id.</returns>
    /// <exception cref="ImException"><see cref="ErrorCode.WrongCredentials"/>, <see cref="ErrorCode.TooManyAttempts"/>.</exception>
    [Alias("SignIn")]
    Task<string> SignIn(string password, SignInSource? source = null);

    /// <summary>Proves the password. A free username takes as long and gives the same answer as a wrong password.</summary>
    /// <exception cref="ImException"><see cref="ErrorCode.WrongCredentials"/>, <see cref="ErrorCode.TooManyAttempts"/>.</exception>
    [Alias("Prove")]
    Task<ProvenAccount> Prove(string password, SignInSource source);

    /// <summary>
    /// Replaces the password; durable when it returns. All other sessions have ended then, or end as soon as they can be reached, also
    /// after a crash. The secrets of devices from before prove nothing any more.
    /// </summary>
    /// <param name="sessionId">The session that goes on.</param>
    /// <returns>The version of the new password.</returns>
    /// <exception cref="ImException">
    /// <see cref="ErrorCode.InvalidPassword"/>, <see cref="ErrorCode.WrongCredentials"/>, <see cref="ErrorCode.TooManyAttempts"/>.
    /// </exception>
    [Alias("ChangePassword")]
    Task<int> ChangePassword(string sessionId, string oldPassword, string newPassword, SignInSource source);

    /// <summary>
    /// Deletes the account. When it returns, that is decided for good and all sessions have ended. The rest follows within moments, also
    /// after a crash: the groups, the profile, the index, and what else there is of the user. The texts stay.
    /// </summary>
    /// <exception cref="ImException"><see cref="ErrorCode.WrongCredentials"/>, <see cref="ErrorCode.TooManyAttempts"/>.</exception>
    [Alias("Delete")]
    Task Delete(string password, SignInSource source);

    /// <summary>The owner of the username. Answered also while a password is being proved.</summary>
    /// <returns>The user's id; null for a free username.</returns>
    [Alias("Owner"), AlwaysInterleave]
    Task<string?> Owner();

    /// <summary>The version of this user's password: 0, and one more with each change. Answered while a password is being proved.</summary>
    /// <returns>Null when the name is not this user's.</returns>
    [Alias("PasswordVersion"), AlwaysInterleave]
    Task<int?> PasswordVersion(string userId);
}
