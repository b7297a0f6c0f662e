using Orleans.Providers.Streams.Common;

namespace ImOrleans.Silo.Streams.LongPoll;

/// <summary>The position up to which one agent has read and committed, and the tokens that it gives to events.</summary>
internal sealed class LongPollProgress
{
    private long token;

    public LongPollCursor Cursor { get; private set; }

    /// <summary>Whether the queue that answered is another one than before: positions start again, and what it held is lost.</summary>
    public bool IsRestart(LongPollPage page) => Cursor.Epoch != 0 && Cursor.Epoch != page.Epoch;

    /// <summary>
    /// Numbers the events of a page. Tokens rise whatever becomes of the queue, even when its new silo's clock is behind: the agent's
    /// cache finds events by token and would skip what goes back.
    /// </summary>
    public IEnumerable<(byte[] Payload, LongPollCursor Position, EventSequenceTokenV2 Token)> Advance(LongPollPage page)
    {
        long committed = Cursor.Epoch == page.Epoch ? Cursor.Committed : 0;
        Cursor = new LongPollCursor { Epoch = page.Epoch, Read = page.First - 1, Committed = committed };
        for (int i = 0; i < page.Payloads.Length; i++)
        {
            Cursor = Cursor with { Read = page.First + i };
            token = Math.Max(token + 1, Cursor.Read);
            yield return (page.Payloads[i], Cursor, new EventSequenceTokenV2(token));
        }
    }

    /// <summary>Notes that an event was delivered. One of a queue that is no more is of no interest.</summary>
    public void Commit(LongPollCursor position)
    {
        if (position.Epoch == Cursor.Epoch)
        {
            Cursor = Cursor with { Committed = Math.Max(Cursor.Committed, position.Read) };
        }
    }
}
