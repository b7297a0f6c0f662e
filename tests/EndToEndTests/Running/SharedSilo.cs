using ImOrleans.EndToEndTests.Running;
using Xunit;

[assembly: AssemblyFixture(typeof(SharedSilo))]

namespace ImOrleans.EndToEndTests.Running;

/// <summary>
/// The one server of all tests that need none of their own. Each test registers its own people, so none sees another. With
/// <c>IM_BASE_URL</c> it is a server that runs already, for example a cluster: the addresses of its gateways, separated by spaces. Its
/// limits are raised, and <c>IM_DATA_PATH</c> is the data folder of its gateways.
/// </summary>
public sealed class SharedSilo : IAsyncLifetime
{
    private SiloProcess? silo;

    public SiloProcess Silo => silo ?? throw new InvalidOperationException("The silo is not running.");

    public async ValueTask InitializeAsync() => silo =
        Environment.GetEnvironmentVariable("IM_BASE_URL")?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } gateways
            ? SiloProcess.At(gateways, Environment.GetEnvironmentVariable("IM_DATA_PATH") ?? "")
            : await SiloProcess.StartAsync();

    public ValueTask DisposeAsync() => silo?.DisposeAsync() ?? ValueTask.CompletedTask;
}
