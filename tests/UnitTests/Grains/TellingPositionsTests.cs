using CsCheck;
using ImOrleans.Grains.Conversations;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ImOrleans.UnitTests.Grains;

public sealed class TellingPositionsTests
{
    private readonly FakeTimeProvider time = new();
    private readonly PositionBoard board;

    public TellingPositionsTests() => board = new PositionBoard(time);

    [Fact]
    public void The_first_move_is_announced_at_once_and_the_next_ones_together_after_a_second()
    {
        Assert.True(board.Move("anna", read: true, 1));
        Assert.False(board.HasWaiting);
        Assert.False(board.Move("anna", read: true, 2));
        Assert.False(board.Move("anna", read: true, 5));
        Assert.True(board.HasWaiting);
        time.Advance(PositionBoard.Pace);
        Assert.Equal([("anna", true, 5L)], board.TakeWaiting());
        Assert.False(board.HasWaiting);
        Assert.Empty(board.TakeWaiting());
    }

    [Fact]
    public void After_a_quiet_second_a_move_is_announced_at_once()
    {
        board.Move("anna", read: true, 1);
        time.Advance(PositionBoard.Pace);
        Assert.True(board.Move("anna", read: true, 2));
    }

    [Fact]
    public void Reading_and_receiving_and_other_members_have_their_own_pace()
    {
        Assert.True(board.Move("anna", read: true, 1));
        Assert.True(board.Move("anna", read: false, 1));
        Assert.True(board.Move("ben", read: true, 1));
    }

    [Fact]
    public void Positions_of_a_former_member_are_not_announced()
    {
        board.Move("anna", read: true, 1);
        board.Move("anna", read: true, 2);
        board.Forget(["anna"]);
        Assert.Empty(board.TakeWaiting());
    }

    /// <summary>For any moves, the published positions only grow, and the last one is the highest.</summary>
    [Fact]
    public void No_announced_position_goes_back_and_the_last_one_is_announced() =>
        Gen.Select(Gen.Long[1, 30], Gen.Int[0, 1_500]).Array[1, 60].Sample(moves =>
        {
            var clock = new FakeTimeProvider();
            var board = new PositionBoard(clock);
            var told = new List<long>();
            foreach (var (seq, pause) in moves)
            {
                clock.Advance(TimeSpan.FromMilliseconds(pause));
                if (board.Move("anna", read: true, seq))
                {
                    told.Add(seq);
                }
            }

            told.AddRange(board.TakeWaiting().Select(moved => moved.Seq));
            Assert.Equal(told.Distinct().Order(), told);
            Assert.Equal(moves.Max(move => move.Item1), told[^1]);
        });
}
