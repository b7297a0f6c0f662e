using ImOrleans.Grains.Devices;
using ImOrleans.Grains.Users;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ImOrleans.UnitTests.Devices;

public sealed class GrowingSilentTests
{
    private readonly FakeTimeProvider time = new();
    private readonly DeviceLanes lanes;

    public GrowingSilentTests() => lanes = new DeviceLanes(new DeviceOptions { LongestPause = TimeSpan.FromSeconds(5) }, time);

    [Fact]
    public void A_device_that_does_not_answer_is_notified_ever_more_rarely_however_many_conversations_have_messages_for_it()
    {
        List<int> told = [];
        for (int second = 0; second < 30; second++, time.Advance(TimeSpan.FromSeconds(1)))
        {
            for (int conversation = 0; conversation < 50; conversation++)
            {
                if (lanes.RestFor("d1") == TimeSpan.Zero)
                {
                    lanes.Publish("d1");
                    told.Add(second);
                }
            }
        }

        // At first it may be that it has not come to answer: each conversation speaks. Then one speaks for all.
        Assert.Equal([0, 1, 2], told.CountBy(second => second).Where(times => times.Value == 50).Select(times => times.Key));
        Assert.Equal([3, 5, 9, 14, 19, 24, 29], told.CountBy(second => second).Where(times => times.Value == 1).Select(times => times.Key));
    }

    [Fact]
    public void Many_conversations_that_speak_in_the_same_second_do_not_make_a_device_silent()
    {
        for (int conversation = 0; conversation < 50; conversation++)
        {
            lanes.Publish("d1");
        }

        Assert.Equal(TimeSpan.Zero, lanes.RestFor("d1"));
    }

    [Fact]
    public void One_answer_makes_it_awake_and_the_silence_of_another_device_is_not_its_own()
    {
        for (int second = 0; second < 10; second++, time.Advance(TimeSpan.FromSeconds(1)))
        {
            lanes.Publish("d1");
        }

        lanes.Publish("d1");
        Assert.Equal(TimeSpan.FromSeconds(5), lanes.RestFor("d1"));
        Assert.Equal(TimeSpan.Zero, lanes.RestFor("d2"));
        lanes.Answer("d1");
        Assert.Equal(TimeSpan.Zero, lanes.RestFor("d1"));
    }
}
