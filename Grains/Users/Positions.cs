using ImOrleans.Grains.Conversations;
using ImOrleans.Grains.Conversations.Log;
using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Errors;

namespace ImOrleans.Grains.Users;

/// <summary>
/// How far a user has read, and how far the user's devices have received. Positions never move back and never pass the head.
/// </summary>
internal sealed class Positions(
    string userId, ConversationIndex index, IMessageLog log, IGrainFactory grains, DeviceEvents devices, UserOptions options)
{
    private const int ParallelCalls = 32;

    /// <returns>The entry read up to, or null when nothing moved.</returns>
    public async Task<LogPosition?> ReadAsync(string conversationId, long seq)
    {
        IndexEntry entry = index.Member(conversationId)
            ?? throw ConversationRefusals.NotAMember();
        if (seq < 0)
        {
            throw new ImException(ErrorCode.InvalidRange, "A read position is not negative.");
        }

        if (seq <= entry.ReadUpTo || await FindUpToAsync(conversationId, seq) is not { } read || read.Seq <= entry.ReadUpTo)
        {
            return null; // Without a stamp: one that no entry carries is lost with the activation, and a cursor must not name it.
        }

        // A reader may know newer entries of the conversation than this index.
        long stamp = index.NextStamp();
        entry.Move(read.Seq, read.Ordinal, read.SentAt, stamp);
        entry.Read(read.Seq, read.Ordinal, stamp);
        index.MarkDirty(entry);
        return read;
    }

    /// <summary>A conversation that does not answer holds up no other one; the first failure is thrown when all have been asked.</summary>
    public async Task DeliverAsync(string deviceId, ConversationPosition[] reached)
    {
        Task? failed = null;
        foreach (ConversationPosition[] some in reached.Chunk(ParallelCalls))
        {
            Task told = Task.WhenAll(some.Select(position => DeliverAsync(deviceId, position)));
            await told.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            failed ??= told.IsCompletedSuccessfully ? null : told;
        }

        await (failed ?? Task.CompletedTask);
    }

    private async Task DeliverAsync(string deviceId, ConversationPosition position)
    {
        if (index.Member(position.ConversationId) is not { } entry || position.Seq <= entry.Delivered.GetValueOrDefault(deviceId))
        {
            return;
        }

        long clamped = await grains.GetGrain<IConversationGrain>(position.ConversationId).DeliveredMoved(
            userId, position.Seq, devices.SettledWith(entry, deviceId, position.Seq));
        if (clamped > entry.Delivered.GetValueOrDefault(deviceId))
        {
            Deliver(entry, deviceId, clamped);
        }
    }

    /// <summary>Takes the report of a conversation some time after entries were posted.</summary>
    public void Post(IndexEntry entry, PostedNews news)
    {
        if (news.Head > entry.Head)
        {
            entry.Move(news.Head, news.Ordinal, news.At, index.NextStamp());
            index.MarkDirty(entry);
        }

        if (news.Own is { } own)
        {
            Send(entry, own, news.At);
        }
    }

    /// <summary>Sending moves the sender's read position to its own entry, and the device that sent it has it from its receipt.</summary>
    private void Send(IndexEntry entry, OwnEntries own, long at)
    {
        if (!entry.Wrote)
        {
            entry.Wrote = true;
            index.MarkDirty(entry);
        }

        if (own.To > entry.ReadUpTo)
        {
            long stamp = index.NextStamp();
            entry.Move(own.To, own.Ordinal, at, stamp);
            entry.Read(own.To, own.Ordinal, stamp);
            index.MarkDirty(entry);
        }

        if (own.DeviceId.Length > 0 && own.To > entry.HeldBy(own.DeviceId) && own.From <= entry.HeldBy(own.DeviceId) + 1)
        {
            Deliver(entry, own.DeviceId, own.To);
        }
    }

    /// <summary>The entry at this seq, or the head when it lies beyond; null in an empty conversation.</summary>
    private async Task<LogPosition?> FindUpToAsync(string conversationId, long seq)
    {
        LogPage page = await log.ReadAsync(conversationId, new LogRange(seq - 1, long.MaxValue, 1, Newest: false));
        return page.Entries is [var entry, ..]
            ? new LogPosition(entry.Seq, entry.Ordinal, entry.SentAt)
            : (await log.HeadsAsync(new HeadsQuery([conversationId]))).GetValueOrDefault(conversationId)?.Newest;
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
