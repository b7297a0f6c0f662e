using ImOrleans.Grains.Conversations;
using Microsoft.Extensions.Logging;

namespace ImOrleans.Grains.Delivery;

/// <summary>One call to one gateway, repeated while there is hope, and the report to conversations of the members that the gateway does not have.</summary>
internal sealed partial class GatewayCall(string gatewayId, IGrainFactory grains, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private const int Tries = 3;
    private IGatewayObserver? observer;

    public async Task<PushOutcome> PushAsync(Frame[] frames)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                observer ??= await grains.GetGrain<IGatewayGrain>(gatewayId).Find();
                if (observer is null)
                {
                    return PushOutcome.Gone;
                }

                Absentees[] absent = await observer.Push(frames);
                foreach (Absentees entry in absent)
                {
                    TellAbsent(frames[entry.Frame].Audience, entry.UserIds);
                }

                return new PushOutcome(IsTaken: true, IsGone: false, absent);
            }
            catch (ClientNotAvailableException)
            {
                // The process ended. A restarted one has a new id, so this one never comes back.
                return PushOutcome.Gone;
            }
            catch (Exception failure)
            {
                // Whatever it is: a lane that breaks here would be silent for ever.
                observer = null;
                Log(failure);
                if (attempt == Tries)
                {
                    return PushOutcome.Unanswered;
                }

                await Task.Delay(Pause * attempt, time);
            }
        }
    }

    /// <summary>Only conversations keep routes. If one device is absent, the user may be there with other devices: the route stands.</summary>
    private void TellAbsent(Audience audience, string[] userIds)
    {
        if (audience.Kind == AudienceKind.Conversation)
        {
            // Not awaited: the next push must not wait for it, and a lost call costs one more useless recipient until the lease ends.
            grains.GetGrain<IConversationGrain>(audience.Id).RemoveRoutes(gatewayId, userIds).Ignore();
        }
    }

    private void Log(Exception failure)
    {
        if (failure is OrleansException or TimeoutException)
        {
            // The network, or one of the two processes that is stopping: the reason says all of it, a stack trace nothing.
            LogUnreachable(gatewayId, failure.Message);
        }
        else
        {
            LogFailed(gatewayId, failure);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Gateway {GatewayId} cannot be reached and got no frames. Its clients repair by sequence number. {Reason}")]
    private partial void LogUnreachable(string gatewayId, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Sending frames to gateway {GatewayId} failed. Its clients repair by sequence number.")]
    private partial void LogFailed(string gatewayId, Exception failure);
}
