using ImOrleans.Grains.Devices;
using ImOrleans.Grains.Sessions;
using ImOrleans.Protocol.Accounts;

namespace ImOrleans.Grains.Users;

/// <summary>The devices with which the user is signed in: a copy, for seconds, of what the sessions own.</summary>
internal sealed class SignedInDevices(string userId, IGrainFactory grains, DeviceOptions options, TimeProvider time)
{
    private static readonly TimeSpan SoonestForUnknown = TimeSpan.FromSeconds(1);
    private long? readAt;

    public IReadOnlyList<string> Ids { get; private set; } = [];

    /// <param name="expected">A device that speaks: when it is not known yet, the copy is renewed before its time.</param>
    public async ValueTask RefreshAsync(string? expected = null)
    {
        TimeSpan lease = expected is null || Ids.Contains(expected) ? options.SignedInLease : SoonestForUnknown;
        if (readAt is { } at && time.GetElapsedTime(at) < lease)
        {
            return;
        }

        readAt = time.GetTimestamp();
        try
        {
            DeviceSession[] sessions = await grains.GetGrain<ISessionsGrain>(userId).List(sessionId: "");
            Ids = [.. sessions.Select(session => session.DeviceId)];
        }
        catch
        {
            readAt = null;
            throw;
        }
    }
}
