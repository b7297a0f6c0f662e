using ImOrleans.Grains.Calls;
using ImOrleans.Grains.Conversations;
using Microsoft.Extensions.Logging;

namespace ImOrleans.Grains.Delivery;

/// <summary>
/// One call to one gateway, repeated while there is hope, and the report to conversations of the members that the gateway does not have.
/// </summary>
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
                    ReportAbsent(frames[entry.Frame].Audience, entry.UserIds);
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
                // Any failure is caught here: a broken lane would be silent for ever.
                observer = null;
                LogUnreachable(gatewayId, failure.Message, failure.Unexpected);
                if (attempt == Tries)
                {
                    return PushOutcome.Unanswered;
                }

                await Task.Delay(Pause * attempt, time);
            }
        }
    }

    /// <summary>
    /// Only conversations keep routes. If one device is absent, the user may be there with other devices: the route stands.
    /// </summary>
    private void ReportAbsent(Audience audience, string[] userIds)
    {
        if (audience.Kind == AudienceKind.Conversation)
        {
            // Not awaited: the next push must not wait for it, and a lost call costs one more useless recipient until the lease ends.
            grains.GetGrain<IConversationGrain>(audience.Id).RemoveRoutes(gatewayId, userIds).Ignore();
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Frames for gateway {GatewayId} were lost; its clients find missing entries by sequence number. {Reason}")]
    private partial void LogUnreachable(string gatewayId, string reason, Exception? failure);
}
