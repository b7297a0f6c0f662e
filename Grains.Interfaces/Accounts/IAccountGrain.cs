using ImOrleans.Protocol.Errors;
using Orleans.Concurrency;

namespace ImOrleans.Grains.Accounts;

/// <summary>A username: who has it, and the password that proves it. Key: the normalized username (<see cref="Username"/>).</summary>
[Alias("im.account-grain")]
public interface IAccountGrain : IGrainWithStringKey
{
    /// <summary>Takes the username and creates its user. Two registrations at once cannot both win.</summary>
    /// <returns>The new user's id.</returns>
    /// <exception cref="ImException"><see cref="ErrorCode.UsernameTaken"/>, <see cref="ErrorCode.InvalidPassword"/>, <see cref="ErrorCode.InvalidDisplayName"/>.</exception>
    [Alias("Register")]
    Task<string> Register(string password, string displayName);

    /// <summary>Proves the password. A username that nobody has takes as long and answers the same as a wrong password.</summary>
    /// <param name="source">Where it comes from; null from a gateway that does not say.</param>
    /// <returns>The user's id.</returns>
    /// <exception cref="ImException"><see cref="ErrorCode.WrongCredentials"/>, <see cref="ErrorCode.TooManyAttempts"/>.</exception>
    [Alias("SignIn")]
    Task<string> SignIn(string password, SignInSource? source = null);

    /// <summary>Whose name this is. Answered while a password is being proved.</summary>
    /// <returns>The user's id; null when nobody has the name.</returns>
    [Alias("Owner"), AlwaysInterleave]
    Task<string?> Owner();
}
