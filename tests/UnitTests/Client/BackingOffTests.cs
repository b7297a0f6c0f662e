using CsCheck;
using ImOrleans.Client.Connecting;
using Xunit;

namespace ImOrleans.UnitTests.Client;

public sealed class BackingOffTests
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(10);

    [Fact]
    public void Each_wait_is_a_part_of_twice_the_last_and_never_longer_than_the_longest() => Gen.Double[0, 1].Array[1, 60].Sample(chances =>
    {
        Queue<double> random = new(chances);
        Backoff backoff = new(First, Most, random.Dequeue);
        for (int i = 0; i < chances.Length; i++)
        {
            TimeSpan longest = TimeSpan.FromTicks((long)Math.Min(Most.Ticks, First.Ticks * Math.Pow(2, i)));
            Assert.InRange(backoff.Next(), longest / 4, longest);
        }
    });

    [Fact]
    public void After_a_success_waits_start_from_the_first()
    {
        Backoff backoff = new(First, Most, () => 1);
        Assert.Equal([First, First * 2, First * 4], [backoff.Next(), backoff.Next(), backoff.Next()]);
        backoff.Reset();
        Assert.Equal(First, backoff.Next());
    }

    [Fact]
    public void No_client_reconnects_earlier_than_the_server_asked()
    {
        TimeSpan asked = TimeSpan.FromSeconds(30);
        Assert.Equal(asked, new Backoff(First, Most, () => 0).Next(asked));
        Assert.InRange(new Backoff(First, Most, () => 1).Next(asked), asked + (First / 8), asked + First);
    }
}
