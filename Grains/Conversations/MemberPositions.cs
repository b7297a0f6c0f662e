using ImOrleans.Grains.Delivery.Payloads;
using ImOrleans.Grains.Users;
using ImOrleans.Protocol.Conversations;

namespace ImOrleans.Grains.Conversations;

/// <summary>
/// Read and delivered positions of the members, and their way to the others. The users own them: what happened before this activation is
/// asked of each once. A timer runs only while something waits.
/// </summary>
internal sealed class MemberPositions(
    Grain conversation,
    string conversationId,
    IGrainFactory grains,
    LiveLane live,
    Authors authors,
    RosterLease roster,
    ConversationOptions options,
    TimeProvider time)
{
    private readonly PositionBoard board = new(time);
    private readonly HashSet<string> known = new(StringComparer.Ordinal);
    private IGrainTimer? timer;

    /// <summary>Does not wait for the push: the calling user grain may be the one that is asked for a route.</summary>
    public void Move(string userId, bool read, long seq)
    {
        // A position before the member's return was pushed before the member left.
        if (roster.Current.Members.Count > options.MaxTold || !roster.Current.Contains(userId) || seq < roster.Current.FirstSeqOf(userId))
        {
            return;
        }

        if (board.Move(userId, read, seq))
        {
            PostAsync(userId, read, seq).Ignore();
        }
        else if (board.HasWaiting)
        {
            StartTimer();
        }
    }

    /// <returns>
    /// How far the others have got, as far as they answer and have written; null in a conversation with so many members that positions are
    /// not pushed either.
    /// </returns>
    public async Task<MemberPosition[]?> OfOthersAsync(string userId)
    {
        if (roster.Current.Members.Count > options.MaxTold)
        {
            return null;
        }

        List<string> others = [];
        foreach (string other in roster.Current.Members.Keys.Where(other => other != userId))
        {
            if (await authors.ContainsAsync(other))
            {
                others.Add(other);
            }
        }

        await Task.WhenAll(others.Where(other => !known.Contains(other)).Select(LearnAsync));
        return [.. others.Where(known.Contains).Select(other => PositionOf(other, roster.Current.FirstSeqOf(other)))];
    }

    public void Forget(IEnumerable<string> userIds)
    {
        string[] left = [.. userIds];
        board.Forget(left);
        known.ExceptWith(left);
    }

    /// <summary>One who does not answer is asked again the next time.</summary>
    private async Task LearnAsync(string userId)
    {
        Task<MemberPosition?> asked = grains.GetGrain<IUserGrain>(userId).Reached(conversationId);
        await ((Task)asked).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        if (asked.IsCompletedSuccessfully && await asked is { } reached && roster.Current.Contains(userId))
        {
            board.Learn(userId, read: true, reached.Read);
            board.Learn(userId, read: false, reached.Delivered);
            known.Add(userId);
        }
    }

    /// <summary>A position before the member's first entry belongs to an earlier membership.</summary>
    private MemberPosition PositionOf(string userId, long firstSeq)
    {
        long read = board.Of(userId, read: true);
        long delivered = Math.Max(read, board.Of(userId, read: false));
        return new MemberPosition { UserId = userId, Read = read < firstSeq ? 0 : read, Delivered = delivered < firstSeq ? 0 : delivered };
    }

    public Task FlushAsync() => Task.WhenAll(board.TakeWaiting().Select(moved => PostAsync(moved.UserId, moved.Read, moved.Seq)));

    private async Task PostAsync(string userId, bool read, long seq)
    {
        if (await authors.ContainsAsync(userId))
        {
            var moved = new PositionMoved { ConversationId = conversationId, MemberId = userId, Seq = seq, Read = read };
            await live.PostReceiptAsync(roster.Current, userId, moved);
        }
    }

    private void StartTimer() => timer ??= conversation.RegisterGrainTimer(
        TickAsync,
        new GrainTimerCreationOptions { DueTime = PositionBoard.Pace, Period = PositionBoard.Pace, Interleave = true });

    private async Task TickAsync(CancellationToken cancellationToken)
    {
        if (!board.HasWaiting)
        {
            timer?.Dispose();
            timer = null;
            return;
        }

        await FlushAsync();
    }
}
