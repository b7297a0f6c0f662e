using System.Globalization;
using Microsoft.Extensions.Options;

namespace ImOrleans.Gateway.Auth;

/// <summary>
/// What a device keeps from its last sign-in, so that it can try its password when strangers are refused. It opens nothing. Nothing of it is
/// stored here, so that no number of devices costs the server anything.
/// </summary>
internal sealed class DeviceSecrets(SigningKeyRing keys, IOptions<AuthOptions> options, TimeProvider time)
{
    private readonly SealedText seal = new(keys, "imorleans device secret");

    public string Write(string userId, string deviceId) =>
        seal.Write(string.Create(CultureInfo.InvariantCulture, $"{userId}.{deviceId}.{time.GetUtcNow().ToUnixTimeSeconds()}"));

    /// <returns>The device, and the user that was signed in on it; null when it is no secret of this server, or too old.</returns>
    public KnownDevice? Find(string secret) =>
        seal.Read(secret) is var (text, key)
            && text.Split('.') is [var userId, var deviceId, var seconds]
            && DateTimeOffset.FromUnixTimeSeconds(long.Parse(seconds, NumberStyles.None, CultureInfo.InvariantCulture)) is var issuedAt
            && keys.MayHaveSigned(key, issuedAt)
            && time.GetUtcNow() - issuedAt < options.Value.DeviceSecretLifetime
            ? new KnownDevice(userId, deviceId)
            : null;
}

/// <summary>A device that has proved that a user was signed in on it.</summary>
internal sealed record KnownDevice(string UserId, string DeviceId);
