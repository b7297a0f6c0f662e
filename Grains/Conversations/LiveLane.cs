using ImOrleans.Grains.Delivery;
using ImOrleans.Protocol.Messages;

namespace ImOrleans.Grains.Conversations;

/// <summary>
/// Stored entries on their way to connected members: at once and best effort, one frame per gateway. It keeps the order of the log towards each
/// gateway, and never holds up a receipt.
/// </summary>
internal sealed class LiveLane(string conversationId, RouteTable routes, GatewayDispatcher dispatcher)
{
    /// <summary>More than this wait only when members cannot be reached; they find the entries by sequence number.</summary>
    private const int MaxWaiting = 1_000;
    private readonly Queue<Posting> waiting = new();
    private bool pumping;

    public void Post(Posting posting)
    {
        if (waiting.Count >= MaxWaiting)
        {
            waiting.Dequeue();
        }

        waiting.Enqueue(posting);
        if (!pumping)
        {
            pumping = true;
            PumpAsync().Ignore();
        }
    }

    /// <summary>Something that is worth nothing later: typing, positions. Up to the caller to be rare.</summary>
    public async Task TellAsync(Roster roster, string exceptUserId, Func<string[], GatewayFrame> frame)
    {
        await routes.ReadyAsync(roster);
        foreach (var (gatewayId, route) in routes.Gateways)
        {
            if (route.Except(exceptUserId) is { Length: > 0 } others)
            {
                dispatcher.Post(gatewayId, frame(others));
            }
        }
    }

    private async Task PumpAsync()
    {
        try
        {
            while (waiting.TryPeek(out Posting? next))
            {
                await routes.ReadyAsync(next.Recipients);
                waiting.TryDequeue(out next);
                Send(next!);
            }
        }
        finally
        {
            pumping = false;
        }
    }

    private void Send(Posting posting)
    {
        var posted = new PostedMessages { ConversationId = conversationId, Messages = posting.Messages };
        foreach (var (gatewayId, route) in routes.Gateways)
        {
            dispatcher.Post(gatewayId, new MessagesFrame { UserIds = route.UserIds, Posted = posted, Origins = posting.Origins });
        }

        if (posting.Leaving.Length > 0)
        {
            routes.Forget(posting.Leaving);
        }
    }
}

/// <summary>Entries that were stored together.</summary>
/// <param name="Recipients">The members when they got their numbers, and those who joined by them.</param>
/// <param name="Origins">For each message the connection that sent it.</param>
/// <param name="Leaving">Members for whom this is the last entry.</param>
internal sealed record Posting(Message[] Messages, string[] Origins, Roster Recipients, string[] Leaving);
