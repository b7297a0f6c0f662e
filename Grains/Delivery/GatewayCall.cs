using ImOrleans.Grains.Conversations;
using Microsoft.Extensions.Logging;

namespace ImOrleans.Grains.Delivery;

/// <summary>One call to one gateway, repeated while there is hope, and the word to conversations about whom the gateway does not have.</summary>
internal sealed partial class GatewayCall(string gatewayId, IGrainFactory grains, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private const int Tries = 3;
    private IGatewayObserver? observer;

    public async Task<PushOutcome> PushAsync(GatewayFrame[] frames)
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

                AbsentRecipients[] absent = await observer.Push(frames);
                TellAbsent(absent, gatewayIsGone: false);
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
                LogUnreachable(gatewayId, failure);
                if (attempt == Tries)
                {
                    return PushOutcome.Unanswered;
                }

                await Task.Delay(Pause * attempt, time);
            }
        }
    }

    public void TellGone(IEnumerable<GatewayFrame> frames) => TellAbsent(
        [.. frames.OfType<MessagesFrame>().Select(frame => new AbsentRecipients(frame.Posted.ConversationId, frame.UserIds))],
        gatewayIsGone: true);

    private void TellAbsent(AbsentRecipients[] absent, bool gatewayIsGone)
    {
        foreach (AbsentRecipients entry in absent)
        {
            if (entry.DeviceId is not null)
            {
                continue; // The user may be there with other devices: the route stands.
            }

            // Not awaited: the next push must not wait for it, and a lost word costs one more useless recipient until the lease ends.
            grains.GetGrain<IConversationGrain>(entry.ConversationId).RoutesGone(gatewayId, entry.UserIds, gatewayIsGone).Ignore();
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Gateway {GatewayId} did not take frames; its clients repair by sequence number.")]
    private partial void LogUnreachable(string gatewayId, Exception failure);
}
