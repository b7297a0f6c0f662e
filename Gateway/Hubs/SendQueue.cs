using ImOrleans.Gateway.Process;
using ImOrleans.Protocol.Errors;

namespace ImOrleans.Gateway.Hubs;

/// <summary>The sends that wait behind the call in flight, in their order and bounded. Not synchronized: its outbox is.</summary>
internal sealed class SendQueue(GatewayOptions options)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(250);

    private readonly Queue<PendingSend> waiting = new();
    private int waitingDrafts;

    public bool IsEmpty => waiting.Count == 0;

    /// <exception cref="ImException"><see cref="ErrorCode.TooManySends"/>.</exception>
    public void Add(PendingSend send)
    {
        int drafts = send.Item.Drafts.Length;
        if (waiting.Count > 0 && waitingDrafts + drafts > options.MaxWaitingDrafts)
        {
            throw new ImException(ErrorCode.TooManySends, "Too many messages of this conversation are waiting.", RetryAfter);
        }

        waiting.Enqueue(send);
        waitingDrafts += drafts;
    }

    /// <summary>The sends of the next call: at least one, up to the options' bounds.</summary>
    public PendingSend[] TakeBatch()
    {
        int count = 0;
        int bytes = 0;
        foreach (PendingSend send in waiting)
        {
            if (count > 0 && (count == options.MaxSendsPerCall || bytes + send.Bytes > options.MaxBytesPerCall))
            {
                break;
            }

            count++;
            bytes += send.Bytes;
        }

        return Take(count);
    }

    public PendingSend[] TakeAll() => Take(waiting.Count);

    private PendingSend[] Take(int count)
    {
        PendingSend[] taken = new PendingSend[count];
        for (int i = 0; i < count; i++)
        {
            taken[i] = waiting.Dequeue();
            waitingDrafts -= taken[i].Item.Drafts.Length;
        }

        return taken;
    }
}
