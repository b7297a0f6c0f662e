using ImOrleans.Client.Connecting;
using ImOrleans.Client.Errors;
using ImOrleans.Client.Events;
using ImOrleans.Protocol.Errors;
using ImOrleans.Protocol.Hubs;
using ImOrleans.Protocol.Presence;
using Microsoft.Extensions.Logging;

namespace ImOrleans.Client.Receiving;

/// <summary>
/// The users whose presence this client watches. The server drops the watch with the connection, so each new connection sends it again.
/// </summary>
internal sealed class PresenceWatch : IAsyncDisposable
{
    private readonly IChatHub hub;
    private readonly ClientEvents events;
    private readonly RepeatedReport report;
    private readonly SemaphoreSlim calling = new(1);
    private string[] watched = [];

    public PresenceWatch(ImClientOptions options, IChatHub hub, OnlineGate online, ClientEvents events, ILogger logger)
    {
        (this.hub, this.events) = (hub, events);
        report = new RepeatedReport(options, online, logger, SendWatchAsync);
    }

    public async Task<UserPresence[]> WatchAsync(string[] userIds, CancellationToken cancellation)
    {
        await calling.WaitAsync(cancellation).ConfigureAwait(false);
        string[] before = watched;
        try
        {
            watched = userIds;
            return await hub.WatchPresence(userIds).WaitAsync(cancellation).ConfigureAwait(false);
        }
        catch (ImException refusal) when (!refusal.CanSucceedLater && !refusal.EndsSession())
        {
            watched = before;
            throw;
        }
        catch
        {
            // It is unknown which watch the server has now.
            _ = report.Request();
            throw;
        }
        finally
        {
            calling.Release();
        }
    }

    /// <summary>There is a new connection, or the server doubts that it still knows.</summary>
    public void RepeatWatch()
    {
        if (watched.Length > 0)
        {
            _ = report.Request();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await report.DisposeAsync().ConfigureAwait(false);
        calling.Dispose();
    }

    private async Task SendWatchAsync()
    {
        await calling.WaitAsync().ConfigureAwait(false);
        try
        {
            foreach (UserPresence one in await hub.WatchPresence(watched).ConfigureAwait(false))
            {
                events.Presence.PostLossy(new PresenceChanged(one.UserId, one.Online, one.LastSeenAt));
            }
        }
        finally
        {
            calling.Release();
        }
    }
}
