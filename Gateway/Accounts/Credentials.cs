using ImOrleans.Gateway.Limits;
using ImOrleans.Grains.Accounts;
using ImOrleans.Protocol.Errors;

namespace ImOrleans.Gateway.Accounts;

/// <summary>Username and password, the same wherever somebody signs in: each failure counts for the account and for the address.</summary>
internal sealed class Credentials(SignInLimit limit, IGrainFactory grains)
{
    /// <returns>The user's id.</returns>
    /// <exception cref="ImException"><see cref="ErrorCode.WrongCredentials"/>, <see cref="ErrorCode.TooManyAttempts"/>.</exception>
    public Task<string> ProveAsync(string username, string password, HttpContext context) => limit.AttemptAsync(
        ClientAddress.Of(context), () => grains.GetGrain<IAccountGrain>(AccountOf(username)).SignIn(password), context.RequestAborted);

    /// <summary>A name that cannot exist answers like one that does not.</summary>
    private static string AccountOf(string username)
    {
        try
        {
            return Username.Normalize(username);
        }
        catch (ImException e) when (e.Code == ErrorCode.InvalidUsername)
        {
            throw new ImException(ErrorCode.WrongCredentials, "The username or the password is wrong.");
        }
    }
}
