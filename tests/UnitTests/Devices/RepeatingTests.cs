using ImOrleans.Grains.Devices;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ImOrleans.UnitTests.Devices;

public sealed class RepeatingTests
{
    private readonly FakeTimeProvider time = new();
    private readonly DeviceOptions options = new() { MaxPushes = 4, FirstWait = TimeSpan.FromSeconds(2), WindowEntries = 5 };
    private readonly DeviceWindow window;

    public RepeatingTests() => window = new DeviceWindow(options, time);

    [Fact]
    public void A_device_that_does_not_answer_is_pushed_to_with_growing_waits_and_then_left_alone()
    {
        Take(1, 1);
        List<(int Second, int Bodies)> pushes = [];
        for (int second = 0; second < 3_600; second++, time.Advance(TimeSpan.FromSeconds(1)))
        {
            pushes.AddRange(Push().Select(range => (second, range.Value.Messages.Length)));
        }

        Assert.Equal([(0, 1), (2, 1), (6, 0), (14, 0)], pushes);
    }

    [Fact]
    public void Acknowledged_entries_are_not_pushed_again()
    {
        Take(1, 3);
        Assert.Equal([1L, 2L, 3L], SeqsOf(Push()));
        Acknowledge(2);
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal([3L], SeqsOf(Push()));
        Acknowledge(3);
        time.Advance(TimeSpan.FromHours(1));
        Assert.Empty(Push());
        Assert.Null(window.Wait);
    }

    [Fact]
    public void More_than_the_window_holds_is_a_word_to_look()
    {
        Take(1, 5);
        Assert.Equal(5, SeqsOf(Push()).Length);
        Take(6, 6);
        Assert.Empty(SeqsOf(Push()));
        Assert.Equal(6, window.Positions.Single().Seq);
    }

    private KeyValuePair<string, MissedRange>[] Push()
    {
        Acknowledge(0);
        return window.Next();
    }

    private void Acknowledge(long seq) => window.Confirm(window.Positions, [.. window.Positions.Select(_ => seq)]);

    private static long[] SeqsOf(KeyValuePair<string, MissedRange>[] due) => [.. due.SelectMany(range => range.Value.Messages).Select(message => message.Seq)];

    private void Take(long from, long to) => window.Take(new DeviceEvent
    {
        ConversationId = "g:a",
        From = from,
        To = to,
        Messages = [.. Enumerable.Range((int)from, (int)(to - from + 1)).Select(seq => PushedMessages.Of(seq))],
    });
}
