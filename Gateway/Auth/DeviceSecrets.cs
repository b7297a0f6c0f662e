using System.Globalization;
using Microsoft.Extensions.Options;

namespace ImOrleans.Gateway.Auth;

/// <summary>
/// The secret that a device keeps from its last sign-in. It lets the device try its password while strangers are refused, and opens nothing
/// by itself. The server stores no secret: it can compute each one again. It names the version of the password that it was given for, so
/// that it proves nothing after the password was changed.
/// </summary>
internal sealed class DeviceSecrets(SigningKeyRing keys, IOptions<AuthOptions> options, TimeProvider time)
{
    private readonly SealedText seal = new(keys, "imorleans device secret");

    public string Write(string userId, string deviceId, int passwordVersion) =>
        seal.Write(string.Create(CultureInfo.InvariantCulture, $"{userId}.{deviceId}.{time.GetUtcNow().ToUnixTimeSeconds()}.{passwordVersion}"));

    /// <returns>The device, and the user that was signed in on it; null when it is no secret of this server, or too old.</returns>
    public KnownDevice? Find(string secret) =>
        seal.Read(secret) is var (text, key)
            && text.Split('.') is [var userId, var deviceId, var seconds, .. var version]
            && DateTimeOffset.FromUnixTimeSeconds(long.Parse(seconds, NumberStyles.None, CultureInfo.InvariantCulture)) is var issuedAt
            && keys.MayHaveSigned(key, issuedAt)
            && time.GetUtcNow() - issuedAt < options.Value.DeviceSecretLifetime
            ? new KnownDevice(userId, deviceId, PasswordVersionOf(version))
            : null;

    /// <summary>A secret from before versions is of the first password.</summary>
    private static int PasswordVersionOf(string[] version) => version is [var number] ? int.Parse(number, NumberStyles.None, CultureInfo.InvariantCulture) : 0;
}

/// <summary>A device that has proved that a user was signed in on it.</summary>
/// <param name="PasswordVersion">
/// Of the password by which the user was signed in; null when the session lives, which says that it is the newest.
/// </param>
internal sealed record KnownDevice(string UserId, string DeviceId, int? PasswordVersion);
