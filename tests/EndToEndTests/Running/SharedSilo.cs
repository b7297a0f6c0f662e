using ImOrleans.EndToEndTests.Running;
using Xunit;

[assembly: AssemblyFixture(typeof(SharedSilo))]

namespace ImOrleans.EndToEndTests.Running;

/// <summary>The one silo of all tests that need none of their own. Each test registers its own people, so none sees another.</summary>
public sealed class SharedSilo : IAsyncLifetime
{
    private SiloProcess? silo;

    public SiloProcess Silo => silo ?? throw new InvalidOperationException("The silo is not running.");

    public async ValueTask InitializeAsync() => silo = await SiloProcess.StartAsync();

    public ValueTask DisposeAsync() => silo?.DisposeAsync() ?? ValueTask.CompletedTask;
}
