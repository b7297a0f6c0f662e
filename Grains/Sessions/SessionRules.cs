using ImOrleans.Grains.Names;
using ImOrleans.Protocol.Accounts;
using ImOrleans.Protocol.Errors;
using ImOrleans.Protocol.Limits;

namespace ImOrleans.Grains.Sessions;

/// <summary>The rules for descriptions of devices, and for sessions beside each other.</summary>
internal static class SessionRules
{
    public static void EnsureDevice(DeviceInfo device)
    {
        if (device.DeviceId is not null && !EntityId.IsValid(device.DeviceId))
        {
            throw new ImException(ErrorCode.InvalidDevice, "A deviceId is 1 to 64 of the letters A-Z and a-z, digits, underscore and hyphen.");
        }

        if (!DevicePlatform.All.Contains(device.Platform))
        {
            throw new ImException(ErrorCode.InvalidDevice, $"A platform is one of {string.Join(", ", DevicePlatform.All)}.");
        }

        if (device.Name is { Length: > 0 } name && !NameRules.IsName(name))
        {
            throw new ImException(ErrorCode.InvalidDevice, $"A device name is at most {ProtocolLimits.NameLength} characters {NameRules.Sentence}.");
        }
    }

    public static void EnsurePolicy(string? policy)
    {
        if (policy is not null && !SignInPolicy.All.Contains(policy))
        {
            throw new ImException(ErrorCode.InvalidPolicy, $"A policy is one of {string.Join(", ", SignInPolicy.All)}.");
        }
    }

    /// <summary>The sessions for which the policy leaves no place beside <paramref name="kept"/> and those that were seen later.</summary>
    public static IEnumerable<SessionState> Misfits(string policy, IEnumerable<SessionState> sessions, SessionState kept)
    {
        HashSet<string> taken = [];
        return sessions.OrderByDescending(session => session == kept)
            .ThenByDescending(session => session.LastSeenAt)
            .ThenByDescending(session => session.SessionId, StringComparer.Ordinal)
            .Where(session => !taken.Add(PlaceOf(session, policy)));
    }

    /// <param name="session">Its last rotation is when it was last seen.</param>
    /// <param name="generation">Of the token that is presented.</param>
    /// <param name="retryId">Of this call; null when it names none.</param>
    /// <param name="now">By the clock of this silo.</param>
    /// <param name="options">The grace for lost answers.</param>
    public static RefreshVerdict Judge(SessionState session, int generation, string? retryId, DateTimeOffset now, SessionOptions options)
    {
        if (generation == session.Generation)
        {
            return RefreshVerdict.Good;
        }

        if (generation > session.Generation)
        {
            return RefreshVerdict.Unknown;
        }

        // Silos' clocks differ a little, and one that was set back must not make an old token good for longer.
        bool isRecent = generation == session.Generation - 1 && (now - session.LastSeenAt).Duration() < options.RefreshGrace;

        // A thief who copied the token does not know the id that its owner chose for this refresh.
        bool isSameCall = retryId == session.RetryId && (retryId is not null || options.GraceWithoutRetryId);
        return isRecent && isSameCall ? RefreshVerdict.Repeated : RefreshVerdict.Reused;
    }

    /// <summary>The place that only one session at a time can have.</summary>
    private static string PlaceOf(SessionState session, string policy) => policy switch
    {
        SignInPolicy.OneDevice => "",
        SignInPolicy.OnePerPlatform => session.Platform,
        SignInPolicy.OnePerPlatformClass => DevicePlatform.ClassOf(session.Platform),
        _ => session.DeviceId,
    };
}
