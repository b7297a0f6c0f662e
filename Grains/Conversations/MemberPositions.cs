using ImOrleans.Grains.Delivery.Payloads;

namespace ImOrleans.Grains.Conversations;

/// <summary>Read and delivered positions of the members on their way to the others. A timer runs only while something waits.</summary>
internal sealed class MemberPositions(
    Grain conversation,
    string conversationId,
    LiveLane live,
    RosterLease roster,
    ConversationOptions options,
    TimeProvider time)
{
    private readonly PositionBoard board = new(time);
    private IGrainTimer? timer;

    /// <summary>Does not wait for the telling: the user grain that says so may be the one whose route is asked for.</summary>
    public void Move(string userId, bool read, long seq)
    {
        // What lies before somebody's coming back was told before they left.
        if (roster.Current.Members.Count > options.MaxTold || !roster.Current.Contains(userId) || seq < roster.Current.FirstSeqOf(userId))
        {
            return;
        }

        if (board.Move(userId, read, seq))
        {
            TellAsync(userId, read, seq).Ignore();
        }
        else if (board.HasWaiting)
        {
            StartTimer();
        }
    }

    public void Forget(IEnumerable<string> userIds) => board.Forget(userIds);

    public Task FlushAsync() => Task.WhenAll(board.TakeWaiting().Select(moved => TellAsync(moved.UserId, moved.Read, moved.Seq)));

    private Task TellAsync(string userId, bool read, long seq) => live.TellAsync(
        roster.Current,
        userId,
        new PositionMoved { ConversationId = conversationId, MemberId = userId, Seq = seq, Read = read });

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
