using ImOrleans.Protocol.Errors;

namespace ImOrleans.Grains.Accounts;

/// <summary>The one way to prove the password of an account: within its limits, and in the queue of this process.</summary>
internal sealed class PasswordProof(SignInLimits limits, Passwords passwords)
{
    /// <param name="username">Normalized; also one that nobody has.</param>
    /// <param name="account">Its stored state.</param>
    /// <param name="password">As it was typed.</param>
    /// <param name="source">Where it comes from.</param>
    /// <returns>A hash to store instead of the one that there is; null when that is by the present rules.</returns>
    /// <exception cref="ImException"><see cref="ErrorCode.WrongCredentials"/>, <see cref="ErrorCode.TooManyAttempts"/>.</exception>
    public async Task<string?> EnsureAsync(string username, AccountState account, string? password, SignInSource source)
    {
        limits.EnsureAllowed(username, source);
        PasswordMatch match = await passwords.CompareAsync(account.PasswordHash, account.IsComposed, password ?? "", source.IsKnownDevice);
        if (!match.IsRight)
        {
            limits.Failed(username, source);
            throw new ImException(ErrorCode.WrongCredentials, "The username or the password is wrong.");
        }

        limits.Succeeded(username, source);
        return match.Replacement;
    }
}
