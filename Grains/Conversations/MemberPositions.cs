using ImOrleans.Grains.Conversations.Log;
using ImOrleans.Grains.Delivery;

namespace ImOrleans.Grains.Conversations;

/// <summary>Where the members stand, on its way: senders to their user grains, read and delivered positions to the others. One timer, only while something waits.</summary>
internal sealed class MemberPositions(
    Grain conversation,
    string conversationId,
    IGrainFactory grains,
    LiveLane live,
    RosterLease roster,
    ConversationOptions options,
    TimeProvider time)
{
    private readonly PositionBoard board = new(time);
    private readonly SenderPositions senders = new(conversationId, grains);
    private IGrainTimer? timer;

    public void Sent(string userId, AppendReceipt newest)
    {
        senders.Move(userId, newest.Seq, newest.Ordinal);
        StartTimer();
    }

    /// <summary>Does not wait for the telling: the user grain that says so may be the one whose route is asked for.</summary>
    public void Move(string userId, bool read, long seq)
    {
        if (roster.Current.Members.Count > options.MaxTold || !roster.Current.Contains(userId))
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

    public Task FlushAsync() => Task.WhenAll(
        board.TakeWaiting().Select(moved => TellAsync(moved.UserId, moved.Read, moved.Seq)).Append(senders.TellAsync()));

    private Task TellAsync(string userId, bool read, long seq) => live.TellAsync(
        roster.Current,
        userId,
        others => new PositionFrame { UserIds = others, ConversationId = conversationId, MemberId = userId, Seq = seq, Read = read });

    private void StartTimer() => timer ??= conversation.RegisterGrainTimer(
        TickAsync,
        new GrainTimerCreationOptions { DueTime = PositionBoard.Pace, Period = PositionBoard.Pace, Interleave = true });

    private async Task TickAsync(CancellationToken cancellationToken)
    {
        if (!board.HasWaiting && !senders.HasWaiting)
        {
            timer?.Dispose();
            timer = null;
            return;
        }

        await FlushAsync();
    }
}
