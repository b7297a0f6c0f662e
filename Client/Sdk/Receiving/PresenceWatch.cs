using ImOrleans.Client.Errors;
using ImOrleans.Client.Events;
using ImOrleans.Protocol.Errors;
using ImOrleans.Protocol.Hubs;
using ImOrleans.Protocol.Presence;

namespace ImOrleans.Client.Receiving;

/// <summary>Whose presence this client follows. The server forgets it with the connection, so the next one is told again.</summary>
internal sealed class PresenceWatch(IChatHub hub, ClientEvents events) : IDisposable
{
    private readonly SemaphoreSlim telling = new(1);
    private string[] watched = [];

    public Task<UserPresence[]> WatchAsync(string[] userIds, CancellationToken cancellation) => TellAsync(userIds, cancellation);

    /// <summary>Tells a new connection, and the application what has changed since the last.</summary>
    public async Task AgainAsync()
    {
        if (watched.Length == 0)
        {
            return;
        }

        try
        {
            UserPresence[] now = await TellAsync(null, CancellationToken.None).ConfigureAwait(false);
            Array.ForEach(now, one => events.Presence.PostLossy(new PresenceChanged(one.UserId, one.Online, one.LastSeenAt)));
        }
        catch (ImException)
        {
            // The connection is gone, or the server is busy: the next connection asks again.
        }
    }

    public void Dispose() => telling.Dispose();

    /// <param name="chosen">Null for those of the last call, whoever they are by then.</param>
    private async Task<UserPresence[]> TellAsync(string[]? chosen, CancellationToken cancellation)
    {
        await telling.WaitAsync(cancellation).ConfigureAwait(false);
        string[] userIds = chosen ?? watched;
        try
        {
            UserPresence[] now = await hub.WatchPresence(userIds).WaitAsync(cancellation).ConfigureAwait(false);
            watched = userIds;
            return now;
        }
        catch (ImException refusal) when (refusal.IsRetryable())
        {
            watched = userIds;
            throw;
        }
        finally
        {
            telling.Release();
        }
    }
}
