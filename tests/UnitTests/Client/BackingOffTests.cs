using CsCheck;
using ImOrleans.Client.Connecting;
using Xunit;

namespace ImOrleans.UnitTests.Client;

public sealed class BackingOffTests
{
    private static readonly TimeSpan _first = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan _most = TimeSpan.FromSeconds(10);

    [Fact]
    public void Each_wait_is_a_part_of_twice_the_last_and_never_longer_than_the_longest() => Gen.Double[0, 1].Array[1, 60].Sample(chances =>
    {
        Queue<double> random = new(chances);
        Backoff backoff = new(_first, _most, random.Dequeue);
        for (int i = 0; i < chances.Length; i++)
        {
            TimeSpan longest = TimeSpan.FromTicks((long)Math.Min(_most.Ticks, _first.Ticks * Math.Pow(2, i)));
            Assert.InRange(backoff.Next(), longest / 4, longest);
        }
    });

    [Fact]
    public void After_a_success_waits_begin_anew()
    {
        Backoff backoff = new(_first, _most, () => 1);
        Assert.Equal([_first, _first * 2, _first * 4], [backoff.Next(), backoff.Next(), backoff.Next()]);
        backoff.Reset();
        Assert.Equal(_first, backoff.Next());
    }

    [Fact]
    public void Nobody_comes_earlier_than_the_server_asked()
    {
        TimeSpan asked = TimeSpan.FromSeconds(30);
        Assert.Equal(asked, new Backoff(_first, _most, () => 0).Next(asked));
        Assert.InRange(new Backoff(_first, _most, () => 1).Next(asked), asked + (_first / 8), asked + _first);
    }
}
