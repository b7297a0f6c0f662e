using ImOrleans.Grains.Conversations;
using Microsoft.Extensions.Logging;

namespace ImOrleans.Grains.Delivery;

/// <summary>One call to one gateway, repeated while there is hope, and the word to conversations about whom the gateway does not have.</summary>
internal sealed partial class GatewayCall(string gatewayId, IGrainFactory grains, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private const int Tries = 3;
    private IGatewayObserver? observer;

    /// <summary>True when the gateway took the frames; false when it did not answer; null when it is gone.</summary>
    public async Task<bool?> PushAsync(GatewayFrame[] frames)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                observer ??= await grains.GetGrain<IGatewayGrain>(gatewayId).Find();
                if (observer is null)
                {
                    return null;
                }

                TellAbsent(await observer.Push(frames), gatewayIsGone: false);
                return true;
            }
            catch (ClientNotAvailableException)
            {
                // The process ended. A restarted one has a new id, so this one never comes back.
                return null;
            }
            catch (Exception failure)
            {
                // Whatever it is: a lane that breaks here would be silent for ever.
                observer = null;
                LogUnreachable(gatewayId, failure);
                if (attempt == Tries)
                {
                    return false;
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
            // Not awaited: the next push must not wait for it, and a lost word costs one more useless recipient until the lease ends.
            grains.GetGrain<IConversationGrain>(entry.ConversationId).RoutesGone(gatewayId, entry.UserIds, gatewayIsGone).Ignore();
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Gateway {GatewayId} did not take frames; its clients repair by sequence number.")]
    private partial void LogUnreachable(string gatewayId, Exception failure);
}
