using ImOrleans.Grains.Delivery;
using Microsoft.Extensions.Logging;

namespace ImOrleans.Grains.Presence;

/// <summary>The user's connections, asked of their owner each time: nothing is kept here. An owner that cannot be reached holds nothing up.</summary>
internal sealed partial class Connections(string userId, IGrainFactory grains, ILogger logger)
{
    private readonly IPresenceGrain owner = grains.GetGrain<IPresenceGrain>(userId);

    /// <summary>Whether the user is connected anywhere; true when it cannot be found out.</summary>
    public async Task<bool> AnyAsync()
    {
        try
        {
            return (await owner.Gateways()).Length > 0;
        }
        catch (Exception failure) when (failure is OrleansException or TimeoutException)
        {
            LogUnreachable(userId, failure);
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
        catch (Exception failure) when (failure is OrleansException or TimeoutException)
        {
            LogUnreachable(userId, failure);
            return new LeaseHolders([], since ?? 0, IsComplete: false);
        }
    }

    /// <summary>To all of the user's own connections, best effort: a sync finds what is lost.</summary>
    public async Task PushAsync(Payload payload)
    {
        try
        {
            await owner.Push(new Frame(Audience.Users(userId), payload));
        }
        catch (Exception failure) when (failure is OrleansException or TimeoutException)
        {
            LogUnreachable(userId, failure);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The owner of the connections of user {UserId} cannot be reached; devices find by sync what they miss.")]
    private partial void LogUnreachable(string userId, Exception failure);
}
