using ImOrleans.Gateway.Auth;
using ImOrleans.Gateway.Limits;
using ImOrleans.Grains.Accounts;
using ImOrleans.Grains.Users;
using ImOrleans.Protocol.Errors;

namespace ImOrleans.Gateway.Accounts;

/// <summary>
/// The check of username and password, for users and operators alike. Each failure counts for the account and its source, and for the
/// source: the address, or the device if it proves that it has signed in to the account before.
/// </summary>
internal sealed class Credentials(KnownDevices devices, SignInLimit limit, IGrainFactory grains)
{
    /// <param name="proof">The secret that the device was given, or its last refresh token; null from a device that has none.</param>
    /// <exception cref="ImException"><see cref="ErrorCode.WrongCredentials"/>, <see cref="ErrorCode.TooManyAttempts"/>.</exception>
    public async Task<ProvenAccount> ProveAsync(string username, string password, string? proof, HttpContext context)
    {
        string account = AccountOf(username);
        string? deviceId = await devices.FindAsync(account, proof);
        string address = ClientAddress.Of(context);
        SignInSource source = deviceId is null ? SignInSource.OfAddress(address) : SignInSource.OfKnownDevice(deviceId);

        // Not by the address for a known device: others can use that up. Clients choose device ids, so one counts within its account.
        string counted = deviceId is null ? address : CountedAs(account, source);
        return await limit.AttemptAsync(counted, () => grains.GetGrain<IAccountGrain>(account).Prove(password, source), context.RequestAborted);
    }

    /// <summary>For a user who is signed in: the session proves the device.</summary>
    /// <param name="prove">A call of the user's account with the password that the user gave.</param>
    /// <exception cref="ImException">
    /// <see cref="ErrorCode.WrongPassword"/>, <see cref="ErrorCode.TooManyAttempts"/>, and what the call throws.
    /// </exception>
    public async Task<T> ProveOwnAsync<T>(Caller caller, HttpContext context, Func<IAccountGrain, SignInSource, Task<T>> prove)
    {
        string account = await grains.GetGrain<IProfileGrain>(caller.UserId).Get() is { Username: { Length: > 0 } username }
            ? username
            : throw new ImException(ErrorCode.SessionEnded, "The session has ended. Sign in again.");
        SignInSource source = SignInSource.OfKnownDevice(caller.DeviceId);
        try
        {
            return await limit.AttemptAsync(
                CountedAs(account, source), () => prove(grains.GetGrain<IAccountGrain>(account), source), context.RequestAborted);
        }
        catch (ImException refusal) when (refusal.Code == ErrorCode.WrongCredentials)
        {
            // Not that number: it would say that the caller is not signed in.
            throw new ImException(ErrorCode.WrongPassword, "The password is wrong.");
        }
    }

    private static string CountedAs(string account, SignInSource source) => $"{account} {source.Name}";

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
