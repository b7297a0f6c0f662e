using ImOrleans.Grains.Sessions;

namespace ImOrleans.UnitTests.Hubs;

/// <summary>The sessions of a user whose phone is signed in, until the test says otherwise.</summary>
internal sealed class FakeSessions
{
    public FakeSessions() => Grain = FakeGrains.Of<ISessionsGrain>(
        (method, _) => method == nameof(ISessionsGrain.Verify) ? Task.FromResult(Alive ? "phone" : null) : null);

    public ISessionsGrain Grain { get; }

    public bool Alive { get; set; } = true;
}
