using ImOrleans.Grains.Conversations;
using Microsoft.Extensions.Logging;

namespace ImOrleans.Grains.Users;

/// <summary>The active conversations that hold this user's routes, and are told when they change.</summary>
internal sealed partial class RouteHolders(string userId, IGrainFactory grains, UserOptions options, TimeProvider time, ILogger logger)
{
    private readonly Dictionary<string, long> leasedAt = [];

    public void Add(string conversationId)
    {
        leasedAt[conversationId] = time.GetTimestamp();
        if (leasedAt.Count > options.MaxHolders)
        {
            RemoveEnded();
        }

        if (leasedAt.Count > options.MaxHolders)
        {
            leasedAt.Remove(leasedAt.MinBy(holder => holder.Value).Key);
        }
    }

    /// <summary>Returns when all know, so that whoever connects and then syncs misses nothing. One that cannot be reached learns it from the next lease.</summary>
    public async Task TellAsync(string gatewayId, bool connected)
    {
        RemoveEnded();
        await Task.WhenAll(leasedAt.Keys.ToArray().Select(conversationId => TellAsync(conversationId, gatewayId, connected)));
    }

    private async Task TellAsync(string conversationId, string gatewayId, bool connected)
    {
        try
        {
            await grains.GetGrain<IConversationGrain>(conversationId).RouteChanged(userId, gatewayId, connected);
        }
        catch (Exception failure) when (failure is OrleansException or TimeoutException)
        {
            LogNotTold(conversationId, userId, failure);
        }
    }

    private void RemoveEnded()
    {
        foreach (string ended in leasedAt.Where(holder => time.GetElapsedTime(holder.Value) > options.RouteLease).Select(holder => holder.Key).ToArray())
        {
            leasedAt.Remove(ended);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Conversation {ConversationId} does not know the new route of {UserId} until its next lease.")]
    private partial void LogNotTold(string conversationId, string userId, Exception failure);
}
