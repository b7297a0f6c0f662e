using ImOrleans.Grains.Calls;
using ImOrleans.Grains.Conversations;
using ImOrleans.Protocol.Presence;
using Microsoft.Extensions.Logging;

namespace ImOrleans.Grains.Presence;

/// <summary>
/// The conversations that hold a lease of this user's routes. They are notified of changed routes and privacy. In memory, and bounded.
/// </summary>
internal sealed partial class RouteHolders
{
    private readonly string userId;
    private readonly IGrainFactory grains;
    private readonly PresenceOptions options;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly Dictionary<string, (long LeasedAt, long Mark)> leases = [];
    private Task notifying = Task.CompletedTask;
    private long mark;

    /// <summary>Leases up to this mark, given at this time or before, may not be known here.</summary>
    private (long Mark, long LeasedAt) unknown;

    public RouteHolders(string userId, IGrainFactory grains, PresenceOptions options, TimeProvider time, ILogger logger)
    {
        (this.userId, this.grains, this.options, this.time, this.logger) = (userId, grains, options, time, logger);
        mark = time.GetUtcNow().UtcTicks; // Above the marks of the activation before, whose leases may still hold.
        unknown = (mark, time.GetTimestamp());
    }

    private IEnumerable<string> Holding => leases.Where(holder => Holds(holder.Value.LeasedAt)).Select(holder => holder.Key);

    public void Add(string conversationId)
    {
        leases[conversationId] = (time.GetTimestamp(), ++mark);
        if (leases.Count > options.MaxHolders)
        {
            (string oldest, (long LeasedAt, long Mark) lease) = leases.MinBy(holder => holder.Value.LeasedAt);
            leases.Remove(oldest);
            unknown = (Math.Max(lease.Mark, unknown.Mark), Math.Max(lease.LeasedAt, unknown.LeasedAt));
        }
    }

    /// <summary>
    /// The conversations that may have moved since the answer with this mark: their lease holds, or held after that answer.
    /// </summary>
    public LeaseHolders Since(long? since)
    {
        bool isComplete = since >= unknown.Mark && !Holds(unknown.LeasedAt);
        LeaseHolders answer = new(
            [.. leases.Where(holder => holder.Value.Mark > since || Holds(holder.Value.LeasedAt)).Select(holder => holder.Key)], mark++, isComplete);

        // A conversation with a lease can move after this answer: the next answer names it once more.
        foreach (string conversationId in Holding.ToArray())
        {
            leases[conversationId] = leases[conversationId] with { Mark = mark };
        }

        unknown = Holds(unknown.LeasedAt) ? unknown with { Mark = mark } : unknown;
        return answer;
    }

    /// <summary>
    /// Returns when all holders know, so that a sync after it misses nothing. Changes are notified one after the other. A holder that
    /// cannot be reached learns it with its next lease.
    /// </summary>
    public Task NotifyAsync(string gatewayId, bool connected) => notifying = NotifyAfterAsync(notifying, gatewayId, connected);

    /// <summary>
    /// Returns when the holders know the new privacy, or when one has not answered in time. The caller changes privacy one after the other,
    /// so no holder learns an older change after a newer one.
    /// </summary>
    public Task NotifyAsync(PresencePrivacy before, PresencePrivacy now) => Task.WhenAll(Holding
        .Where(conversationId => ReceiptPrivacy.Of(before, conversationId) != ReceiptPrivacy.Of(now, conversationId)).ToArray()
        .Select(conversationId => NotifyAsync(conversationId, holder => holder.ReceiptsChanged(userId, ReceiptPrivacy.Of(now, conversationId)))));

    private async Task NotifyAfterAsync(Task before, string gatewayId, bool connected)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        string[] holders = [.. Holding];
        await Task.WhenAll(holders.Select(id => NotifyAsync(id, holder => holder.RouteChanged(userId, gatewayId, connected))));
    }

    private async Task NotifyAsync(string conversationId, Func<IConversationGrain, Task> notify)
    {
        try
        {
            await notify(grains.GetGrain<IConversationGrain>(conversationId));
        }
        catch (Exception failure)
        {
            // Any failure is caught: one conversation must not delay the others, nor the reported connection.
            LogNotNotified(conversationId, userId, failure.Message, failure.Unexpected);
        }
    }

    private bool Holds(long leasedAt) => time.GetElapsedTime(leasedAt) <= options.RouteLease;

    [LoggerMessage(Level = LogLevel.Information, Message = "Conversation {ConversationId} was not notified of a new route or privacy of {UserId}; its next lease repairs this. {Reason}")]
    private partial void LogNotNotified(string conversationId, string userId, string reason, Exception? failure);
}
