using ImOrleans.Gateway.Limits;
using ImOrleans.Grains.Accounts;
using ImOrleans.Protocol.Errors;

namespace ImOrleans.Gateway.Accounts;

/// <summary>
/// The check of username and password, for users and operators alike. Each failure counts for the account and its source, and for the source: the
/// address, or the device if it proves that it has signed in to the account before.
/// </summary>
internal sealed class Credentials(KnownDevices devices, SignInLimit limit, IGrainFactory grains)
{
    /// <param name="proof">The secret that the device was given, or its last refresh token; null from a device that has none.</param>
    /// <returns>The user's id.</returns>
    /// <exception cref="ImException"><see cref="ErrorCode.WrongCredentials"/>, <see cref="ErrorCode.TooManyAttempts"/>.</exception>
    public async Task<string> ProveAsync(string username, string password, string? proof, HttpContext context)
    {
        string account = AccountOf(username);
        string? deviceId = await devices.FindAsync(account, proof);
        string address = ClientAddress.Of(context);
        SignInSource source = deviceId is null ? SignInSource.OfAddress(address) : SignInSource.OfKnownDevice(deviceId);

        // Not by the address for a known device: others can use that up. Clients choose device ids, so one counts within its account.
        string counted = deviceId is null ? address : $"{account} {source.Name}";
        return await limit.AttemptAsync(counted, () => grains.GetGrain<IAccountGrain>(account).SignIn(password, source), context.RequestAborted);
    }

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
