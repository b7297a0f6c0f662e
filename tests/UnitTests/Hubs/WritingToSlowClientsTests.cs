using ImOrleans.Gateway.Delivery;
using ImOrleans.Gateway.Limits;
using ImOrleans.Gateway.Process;
using ImOrleans.Protocol.Errors;
using Xunit;

namespace ImOrleans.UnitTests.Hubs;

public sealed class WritingToSlowClientsTests
{
    private readonly FakeSocket socket = new("c1");

    private string[] Written => [.. socket.Written.Select(frame => frame.Arguments is [.., string last] ? last : frame.Target)];

    [Fact]
    public void Frames_that_the_socket_takes_are_written_at_once()
    {
        ConnectionWriter writer = Writer(new GatewayOptions { SlowClientQueue = 16 });
        writer.Write(ClientFrames.Typing("c", "1"));
        writer.Write(ClientFrames.Typing("c", "2"));

        Assert.Equal(["1", "2"], Written);
    }

    [Fact]
    public void Frames_wait_in_order_while_the_socket_is_slow()
    {
        ConnectionWriter writer = Writer(new GatewayOptions { SlowClientQueue = 16 });
        socket.Stall();
        for (int i = 0; i < 17; i++)
        {
            writer.Write(ClientFrames.Typing("c", $"{i}"));
        }

        Assert.Equal(["0"], Written);
        socket.Resume();
        Assert.Equal(Enumerable.Range(0, 17).Select(i => $"{i}"), Written);
    }

    [Fact]
    public void An_overflow_drops_the_queue_and_tells_the_client_once_to_pull()
    {
        ConnectionWriter writer = Writer(new GatewayOptions { SlowClientQueue = 16 });
        socket.Stall();
        for (int i = 0; i < 40; i++)
        {
            writer.Write(ClientFrames.Typing("c", $"{i}"));
        }

        socket.Resume();
        writer.Write(ClientFrames.Typing("c", "later"));

        Assert.Equal(["0", "CheckHeads", "later"], Written);
    }

    [Fact]
    public void Large_frames_overflow_by_their_bytes()
    {
        ConnectionWriter writer = Writer(new GatewayOptions { SlowClientBytes = 100_000 });
        socket.Stall();
        for (int i = 0; i < 4; i++)
        {
            writer.Write(ClientFrames.Typing(new string('c', 40_000), $"{i}"));
        }

        socket.Resume();
        Assert.Equal(["0", "CheckHeads"], Written);
    }

    [Fact]
    public void Unsent_bytes_of_the_users_other_connections_count_too_and_make_room_again()
    {
        UnsentBytes unsent = new(100_000, page: 1);
        ConnectionWriter writer = new(socket, unsent, new GatewayOptions(), new GatewayMetrics(new FakeMeters()));
        unsent.Add(50_000);
        socket.Stall();
        writer.Write(ClientFrames.Typing("c", "0"));
        writer.Write(ClientFrames.Typing(new string('c', 40_000), "1"));
        Assert.InRange(unsent.Count, 90_000, 100_000);
        writer.Write(ClientFrames.Typing(new string('c', 40_000), "2"));
        Assert.Equal(50_000, unsent.Count);

        socket.Resume();
        Assert.Equal(["0", "CheckHeads"], Written);
        socket.Stall();
        writer.Write(ClientFrames.Typing("c", "3"));
        writer.Write(ClientFrames.Typing(new string('c', 40_000), "4"));
        socket.Resume();
        Assert.Equal(["0", "CheckHeads", "3", "4"], Written);
        Assert.Equal(50_000, unsent.Count);
    }

    [Fact]
    public void Written_bytes_make_room_again()
    {
        ConnectionWriter writer = Writer(new GatewayOptions { SlowClientBytes = 100_000 });
        for (int round = 0; round < 3; round++)
        {
            socket.Stall();
            writer.Write(ClientFrames.Typing("c", "a"));
            writer.Write(ClientFrames.Typing(new string('c', 40_000), "b"));
            writer.Write(ClientFrames.Typing(new string('c', 40_000), "c"));
            socket.Resume();
        }

        Assert.Equal(["a", "b", "c", "a", "b", "c", "a", "b", "c"], Written);
    }

    [Fact]
    public void A_frame_dropped_while_CheckHeads_is_being_written_causes_another_one()
    {
        ConnectionWriter writer = Writer(new GatewayOptions { SlowClientQueue = 1 });
        socket.Stall();
        Overflow(writer);
        socket.ResumeAndStall();
        Overflow(writer);
        socket.Resume();

        Assert.Equal(["0", "CheckHeads", "CheckHeads"], Written);
    }

    [Fact]
    public async Task Signing_out_tells_the_client_and_closes()
    {
        ChatConnection connection = socket.Connect("alice");
        await connection.SignOut("replaced");
        connection.Write(ClientFrames.CheckHeads);

        Assert.Equal(["replaced"], Written);
        Assert.True(socket.Aborted);
        Assert.Equal(ErrorCode.SessionEnded, Assert.Throws<ImException>(connection.EnsureOpen).Code);
    }

    [Fact]
    public async Task A_client_that_does_not_read_is_closed_all_the_same()
    {
        ChatConnection connection = socket.Connect("alice", options: new GatewayOptions { FarewellTimeout = TimeSpan.FromMilliseconds(100) });
        socket.Stall();
        connection.Write(ClientFrames.CheckHeads);
        await connection.SignOut("replaced").Soon();

        Assert.True(socket.Aborted);
    }

    private ConnectionWriter Writer(GatewayOptions options) => new(socket, new UnsentBytes(long.MaxValue, 1), options, new GatewayMetrics(new FakeMeters()));

    private static void Overflow(ConnectionWriter writer)
    {
        for (int i = 0; i < 3; i++)
        {
            writer.Write(ClientFrames.Typing("c", $"{i}"));
        }
    }
}
