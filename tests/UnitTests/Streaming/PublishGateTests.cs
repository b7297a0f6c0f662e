using ImOrleans.Silo.Streams.EventHubs;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ImOrleans.UnitTests.Streaming;

public sealed class PublishGateTests
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider time = new();
    private readonly PublishGate gate;

    public PublishGateTests() => gate = new PublishGate(bound: 2, Pause, time);

    [Fact]
    public void As_many_events_pass_as_the_bound_says()
    {
        Assert.Null(gate.Enter());
        Assert.Null(gate.Enter());
        Assert.Contains("2 events wait", gate.Enter(), StringComparison.Ordinal);

        gate.Leave();

        Assert.Null(gate.Enter());
    }

    [Fact]
    public void After_a_failure_one_event_is_tried_per_pause()
    {
        Assert.Null(gate.Enter());
        gate.Leave();
        gate.Failed();
        Assert.NotNull(gate.Enter());

        time.Advance(Pause);

        Assert.Null(gate.Enter());
        Assert.NotNull(gate.Enter());
    }

    [Fact]
    public void After_a_success_all_pass_again()
    {
        Assert.Null(gate.Enter());
        gate.Leave();
        gate.Failed();
        time.Advance(Pause);
        Assert.Null(gate.Enter());
        gate.Leave();

        gate.Succeeded();

        Assert.Null(gate.Enter());
        Assert.Null(gate.Enter());
    }
}
