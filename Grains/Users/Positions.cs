using ImOrleans.Grains.Conversations;
using ImOrleans.Grains.Conversations.Log;
using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Errors;

namespace ImOrleans.Grains.Users;

/// <summary>How far a user has read, and how far the user's devices have received. Positions never move back and never pass the head.</summary>
internal sealed class Positions(string userId, ConversationIndex index, IMessageLog log, IGrainFactory grains, UserOptions options, TimeProvider time)
{
    /// <returns>The entry read up to, or null when nothing moved.</returns>
    public async Task<StoredEntry?> ReadAsync(string conversationId, long seq)
    {
        IndexEntry entry = index.Member(conversationId)
            ?? throw new ImException(ErrorCode.NotAMember, "You are not a member of this conversation.");
        if (seq < 0)
        {
            throw new ImException(ErrorCode.InvalidRange, "A read position is not negative.");
        }

        if (seq <= entry.ReadUpTo || await FindUpToAsync(conversationId, seq) is not { } read || read.Seq <= entry.ReadUpTo)
        {
            return null; // Without a stamp: one that no entry carries is lost with the activation, and a cursor must not name it.
        }

        entry.Read(read.Seq, read.Ordinal, index.NextStamp());
        index.MarkDirty(entry);
        return read;
    }

    public async Task DeliverAsync(string deviceId, ConversationPosition position)
    {
        if (index.Member(position.ConversationId) is not { } entry || position.Seq <= entry.Delivered.GetValueOrDefault(deviceId))
        {
            return;
        }

        long clamped = await grains.GetGrain<IConversationGrain>(position.ConversationId).DeliveredMoved(userId, position.Seq);
        if (clamped > entry.Delivered.GetValueOrDefault(deviceId))
        {
            Deliver(entry, deviceId, clamped);
        }
    }

    /// <summary>Sending moves the sender's read position to its own entry.</summary>
    public void Send(string conversationId, long seq, long ordinal)
    {
        if (index.Member(conversationId) is not { } entry)
        {
            return;
        }

        if (!entry.Wrote)
        {
            entry.Wrote = true;
            index.MarkDirty(entry);
        }

        if (seq <= entry.ReadUpTo)
        {
            return;
        }

        long stamp = index.NextStamp();
        entry.Move(seq, ordinal, time.GetUtcNow().ToUnixTimeMilliseconds(), stamp);
        entry.Read(seq, ordinal, stamp);
        index.MarkDirty(entry);
    }

    /// <summary>The entry at this seq, or the head when it lies beyond; null in an empty conversation.</summary>
    private async Task<StoredEntry?> FindUpToAsync(string conversationId, long seq)
    {
        if (await log.ReadAsync(conversationId, new LogRange(seq - 1, long.MaxValue, 1, Newest: false)) is [var entry, ..])
        {
            return entry;
        }

        return (await log.HeadsAsync([conversationId])).GetValueOrDefault(conversationId);
    }

    private void Deliver(IndexEntry entry, string deviceId, long seq)
    {
        if (!entry.Delivered.ContainsKey(deviceId) && entry.Delivered.Count >= options.MaxDevices)
        {
            entry.Delivered.Remove(entry.Delivered.MinBy(device => device.Value).Key);
        }

        entry.Delivered[deviceId] = seq;
        index.MarkDirty(entry);
    }
}
