using ImOrleans.Protocol.Errors;

namespace ImOrleans.Grains.Accounts;

/// <summary>The one way to prove the password of an account: within its limits, and in the queue of this process.</summary>
internal sealed class PasswordProof(SignInLimits limits, Passwords passwords)
{
    /// <param name="username">Normalized; it can be free.</param>
    /// <param name="account">The stored state of the account.</param>
    /// <param name="password">The password as it was typed.</param>
    /// <param name="source">The source of the attempt.</param>
    /// <returns>A hash that replaces the stored one; null when the stored one follows the present rules.</returns>
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
