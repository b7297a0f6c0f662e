using ImOrleans.Gateway.Auth;
using ImOrleans.Grains.Accounts;
using ImOrleans.Grains.Sessions;

namespace ImOrleans.Gateway.Accounts;

/// <summary>Whether a device has signed in to an account before: by its secret, or by the last refresh token that it was given.</summary>
internal sealed class KnownDevices(DeviceSecrets secrets, RefreshTokens refreshTokens, IGrainFactory grains)
{
    /// <param name="username">Normalized.</param>
    /// <param name="proof">The proof that the device sent; null when it sent none.</param>
    /// <returns>The device's id; null when it proves nothing for this account.</returns>
    public async Task<string?> FindAsync(string username, string? proof)
    {
        KnownDevice? device = proof is null ? null : secrets.Find(proof) ?? await FindBySessionAsync(refreshTokens.Find(proof));

        // Only a device with a proof from this server gets here, so strangers cause no call.
        return device is not null
            && await grains.GetGrain<IAccountGrain>(username).PasswordVersion(device.UserId) is { } version
            && (device.PasswordVersion ?? version) == version
            ? device.DeviceId
            : null;
    }

    private async Task<KnownDevice?> FindBySessionAsync(RefreshToken? token) =>
        token is not null && await grains.GetGrain<ISessionsGrain>(token.UserId).DeviceOf(token.SessionId, token.Generation) is { } deviceId
            ? new KnownDevice(token.UserId, deviceId, PasswordVersion: null)
            : null;
}
