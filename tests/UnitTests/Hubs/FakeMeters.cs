using System.Diagnostics.Metrics;

namespace ImOrleans.UnitTests.Hubs;

/// <summary>Meters of a test's own.</summary>
internal sealed class FakeMeters : IMeterFactory
{
    public Meter Create(MeterOptions options) => new(options);

    public void Dispose()
    {
    }
}
