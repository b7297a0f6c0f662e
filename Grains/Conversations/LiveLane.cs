using ImOrleans.Grains.Delivery;
using ImOrleans.Grains.Delivery.Payloads;
using ImOrleans.Grains.Turns;
using ImOrleans.Protocol.Messages;

namespace ImOrleans.Grains.Conversations;

/// <summary>
/// Stored entries on their way to connected members: at once and best effort, one frame per gateway. It keeps the order of the log towards
/// each gateway, and never holds up a receipt.
/// </summary>
internal sealed class LiveLane(string conversationId, RouteTable routes, GatewayDispatcher dispatcher)
{
    /// <summary>More than this wait only when members cannot be reached; they find the entries by sequence number.</summary>
    private const int MaxWaiting = 1_000;
    /// <summary>Bytes of bodies in one frame, above which it is not joined by more.</summary>
    private const int MaxInFrame = 32 * 1024;
    private readonly Queue<Posting> waiting = new();
    private OneInFlightInTurns? pump;
    private bool dropped;

    public void Post(Posting posting)
    {
        if (waiting.Count >= MaxWaiting)
        {
            routes.Forget(waiting.Dequeue().Leaving);
            dropped = true;
        }

        waiting.Enqueue(posting);
        (pump ??= new OneInFlightInTurns(PumpAsync)).Start();
    }

    /// <summary>
    /// A receipt of a member, which is worth nothing later: typing, a position. It goes to the others, as far as the privacy of both allows
    /// it now. Up to the caller to be rare.
    /// </summary>
    public async Task PostReceiptAsync(Roster roster, string memberId, Payload receipt)
    {
        await routes.ReadyAsync(roster);
        if (!routes.ReceiptsOf(memberId).Shows)
        {
            return;
        }

        var parcel = new Parcel(receipt);
        foreach ((string gatewayId, GatewayRoute route) in routes.Gateways)
        {
            if (route.Of(userId => userId != memberId && routes.ReceiptsOf(userId).Sees) is { UserIds.Length: > 0 } readers)
            {
                dispatcher.Post(gatewayId, new Frame(readers, parcel));
            }
        }
    }

    /// <summary>An append of unknown outcome may be stored although no member was notified: connected members are asked to check.</summary>
    public async Task PostHeadsMovedAsync(Roster roster)
    {
        await routes.ReadyAsync(roster);
        var parcel = new Parcel(new HeadsMoved(conversationId));
        foreach ((string gatewayId, GatewayRoute route) in routes.Gateways)
        {
            dispatcher.Post(gatewayId, new Frame(route.Audience, parcel));
        }
    }

    private async Task PumpAsync()
    {
        await Task.Yield(); // Entries of the same append share one frame.
        while (Peek() is { } next)
        {
            await routes.ReadyAsync(next.Recipients);
            Send(Take());
        }
    }

    private Posting? Peek()
    {
        pump?.Cover();
        return waiting.TryPeek(out Posting? next) ? next : null;
    }

    /// <summary>The next postings that have the same recipients.</summary>
    private List<Posting> Take()
    {
        List<Posting> taken = [waiting.Dequeue()];
        int size = taken[0].Size;
        while (size < MaxInFrame
            && taken[^1] is { Leaving.Length: 0, OldestTarget: null }
            && waiting.TryPeek(out Posting? next)
            && next.OldestTarget is null
            && ReferenceEquals(next.Recipients, taken[0].Recipients))
        {
            taken.Add(waiting.Dequeue());
            size += next.Size;
        }

        return taken;
    }

    private void Send(List<Posting> postings)
    {
        (List<Message> messages, List<string> origins) = (new List<Message>(postings.Count), new List<string>(postings.Count));
        foreach (Posting posting in postings)
        {
            messages.AddRange(posting.Messages);
            origins.AddRange(Enumerable.Repeat(posting.Origin, posting.Messages.Count));
        }

        var parcel = new Parcel(new MessagesPosted
        {
            Posted = new PostedMessages { ConversationId = conversationId, Messages = [.. messages] },
            Origins = [.. origins],
        });
        HashSet<string>? young = YoungOf(postings[0]);
        Parcel? reduced = young is null ? null : ReducedFor(postings[0]);
        foreach ((string gatewayId, GatewayRoute route) in routes.Gateways)
        {
            Post(gatewayId, route, parcel, young, reduced);
            if (dropped)
            {
                dispatcher.Post(gatewayId, new Frame(route.Audience, new HeadsMoved(conversationId)));
            }
        }

        dropped = false;

        if (postings[^1].Leaving is { Length: > 0 } leaving)
        {
            routes.Forget(leaving);
        }
    }

    /// <summary>Members who joined after a target see nothing of it, so they do not get what an entry says about it.</summary>
    /// <returns>Null when there is none.</returns>
    private static HashSet<string>? YoungOf(Posting posting)
    {
        if (posting.OldestTarget is not { } oldest)
        {
            return null;
        }

        HashSet<string> young = [.. posting.Recipients.Members.Where(member => member.Value.FirstSeq > oldest).Select(member => member.Key)];
        return young.Count == 0 ? null : young;
    }

    private void Post(string gatewayId, GatewayRoute route, Parcel parcel, HashSet<string>? young, Parcel? reduced)
    {
        if (young is null || reduced is null || !Array.Exists(route.Audience.UserIds, young.Contains))
        {
            dispatcher.Post(gatewayId, new Frame(route.Audience, parcel));
            return;
        }

        (string[] Users, Parcel Parcel)[] parts =
        [
            (Array.FindAll(route.Audience.UserIds, user => !young.Contains(user)), parcel),
            (Array.FindAll(route.Audience.UserIds, young.Contains), reduced),
        ];
        foreach ((string[] users, Parcel part) in parts.Where(part => part.Users.Length > 0))
        {
            dispatcher.Post(gatewayId, new Frame(Audience.Conversation(conversationId, users), part));
        }
    }

    /// <summary>
    /// The entries without their content, if they are about one entry. Otherwise members differ in the entries that they can see, and each
    /// is asked to check.
    /// </summary>
    private Parcel ReducedFor(Posting posting) => posting.Messages.TrueForAll(message => message.Target == posting.OldestTarget)
        ? new Parcel(new MessagesPosted
        {
            Posted = new PostedMessages
            {
                ConversationId = conversationId,
                Messages = [.. posting.Messages.Select(message => message with { Content = new MessageContent(), ReplyTo = null, Mentions = null, Overlay = null })],
            },
            Origins = [.. posting.Messages.Select(_ => posting.Origin)],
        })
        : new Parcel(new HeadsMoved(conversationId));
}

/// <summary>Entries that one send stored. Those with targets have a frame of their own.</summary>
/// <param name="Origin">The connection that sent them.</param>
/// <param name="Recipients">The members when they got their numbers, and those who joined by them.</param>
/// <param name="Leaving">Members for whom this is the last entry.</param>
internal sealed record Posting(List<Message> Messages, string Origin, Roster Recipients, string[] Leaving)
{
    /// <summary>The smallest target of these entries; null for entries without targets.</summary>
    public long? OldestTarget { get; } = OldestOf(Messages);

    /// <summary>Bytes of bodies.</summary>
    public int Size { get; } = MessageWeight.Of(Messages);

    private static long? OldestOf(List<Message> messages)
    {
        long? oldest = null;
        foreach (Message message in messages)
        {
            oldest = message.Target < oldest || oldest is null ? message.Target ?? oldest : oldest;
        }

        return oldest;
    }
}
