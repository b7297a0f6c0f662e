using ImOrleans.Grains.Calls;
using ImOrleans.Grains.Delivery;
using ImOrleans.Grains.Delivery.Payloads;
using ImOrleans.Grains.Turns;
using Microsoft.Extensions.Logging;

namespace ImOrleans.Grains.Presence;

/// <summary>
/// The user's connections, asked of their owner each time: nothing is kept here. An owner that cannot be reached holds nothing up.
/// </summary>
internal sealed partial class Connections
{
    /// <summary>
    /// Payloads that wait for an owner which does not answer. One more, and the devices are asked to compare their heads instead.
    /// </summary>
    private const int MaxWaiting = 100;
    private readonly string userId;
    private readonly ILogger logger;
    private readonly IPresenceGrain owner;
    private readonly Queue<Payload> waiting = new();
    private readonly OneInFlightInTurns pushing;

    public Connections(string userId, IGrainFactory grains, ILogger logger)
    {
        (this.userId, this.logger) = (userId, logger);
        owner = grains.GetGrain<IPresenceGrain>(userId);
        pushing = new OneInFlightInTurns(PushWaitingAsync);
    }

    /// <summary>Whether the user is connected anywhere; true when it cannot be found out.</summary>
    public async Task<bool> AnyAsync()
    {
        try
        {
            return (await owner.Gateways()).Length > 0;
        }
        catch (Exception failure) when (failure.IsPassing)
        {
            LogUnreachable(userId, failure.Message, failure.Unexpected);
            return true;
        }
    }

    /// <inheritdoc cref="IPresenceGrain.Holders"/>
    public async Task<LeaseHolders> HoldersAsync(long? since)
    {
        try
        {
            return await owner.Holders(since);
        }
        catch (Exception failure) when (failure.IsPassing)
        {
            LogUnreachable(userId, failure.Message, failure.Unexpected);
            return new LeaseHolders([], since ?? 0, IsComplete: false);
        }
    }

    /// <summary>
    /// To all of the user's own connections, in this order and best effort: a sync finds what is lost. It does not wait: the owner may be
    /// waiting for this user.
    /// </summary>
    public void Push(Payload payload)
    {
        if (waiting.Count >= MaxWaiting)
        {
            waiting.Clear();
            waiting.Enqueue(new HeadsMoved(""));
        }

        waiting.Enqueue(payload);
        _ = pushing.Request();
    }

    private async Task PushWaitingAsync()
    {
        while (waiting.TryDequeue(out Payload? payload))
        {
            try
            {
                await owner.Push(new Frame(Audience.Users(userId), payload));
            }
            catch (Exception failure) when (failure.IsPassing)
            {
                LogUnreachable(userId, failure.Message, failure.Unexpected);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The presence grain of user {UserId} does not answer, so a push was lost; devices find it at their next sync. {Reason}")]
    private partial void LogUnreachable(string userId, string reason, Exception? failure);
}
