using ImOrleans.Gateway.Process;
using ImOrleans.Grains.Sessions;
using Microsoft.Extensions.Options;

namespace ImOrleans.Gateway.Auth;

/// <summary>
/// Whether sessions live, remembered for seconds so that not every request costs a call. Bounded without a scan: what is asked goes into the
/// young half, and when that is full or old it becomes the old half, which is dropped whole.
/// </summary>
internal sealed class SessionCache(IGrainFactory grains, GatewayIdentity gateway, IOptions<AuthOptions> options, TimeProvider time)
{
    /// <summary>With a lifetime of nothing the halves still have to live long enough for questions under way to be shared.</summary>
    private static readonly TimeSpan ShortestTurn = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private Dictionary<string, Answer> young = [];
    private Dictionary<string, Answer> old = [];
    private long turnedAt = time.GetTimestamp();

    /// <summary>Asks the session's owner at most once per lifetime, and once for all who ask at the same moment.</summary>
    public ValueTask<bool> IsAliveAsync(Caller caller)
    {
        lock (gate)
        {
            if (Find(caller) is { } known)
            {
                return new ValueTask<bool>(known);
            }

            Turn();
            Task<bool> asked = AskAsync(caller);
            young[caller.SessionId] = new Answer(caller.UserId, caller.DeviceId, asked, time.GetTimestamp());
            return new ValueTask<bool>(asked);
        }
    }

    /// <summary>The session ended: the next request asks again.</summary>
    public void Forget(string sessionId)
    {
        lock (gate)
        {
            young.Remove(sessionId);
            old.Remove(sessionId);
        }
    }

    /// <summary>
    /// An answer is for one user on one device: another name in a token of the same session is another question.
    /// A question under way is shared; a failed one is no answer. Age counts from the question: an answer is as old as what it saw.
    /// </summary>
    private Task<bool>? Find(Caller caller)
    {
        bool isKnown = young.TryGetValue(caller.SessionId, out Answer answer) || old.TryGetValue(caller.SessionId, out answer);
        if (!isKnown || answer.UserId != caller.UserId || answer.DeviceId != caller.DeviceId)
        {
            return null;
        }

        bool usable = !answer.Task.IsCompleted
            || (answer.Task.IsCompletedSuccessfully && time.GetElapsedTime(answer.AskedAt) < options.Value.SessionCacheLifetime);
        return usable ? answer.Task : null;
    }

    private void Turn()
    {
        TimeSpan age = time.GetElapsedTime(turnedAt);
        if (young.Count >= options.Value.SessionCacheSize || (age >= options.Value.SessionCacheLifetime && age >= ShortestTurn))
        {
            (old, young, turnedAt) = (young, [], time.GetTimestamp());
        }
    }

    private async Task<bool> AskAsync(Caller caller)
    {
        // Leaves the lock before anything else runs: the call must not start while it is held.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        string? deviceId = await grains.GetGrain<ISessionsGrain>(caller.UserId).Verify(caller.SessionId, gateway.Id);
        return deviceId == caller.DeviceId;
    }

    private readonly record struct Answer(string UserId, string DeviceId, Task<bool> Task, long AskedAt);
}
