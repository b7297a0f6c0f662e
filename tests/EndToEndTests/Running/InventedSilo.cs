using Xunit;

namespace ImOrleans.EndToEndTests.Running;

/// <summary>A silo with kinds of entries that no client knows.</summary>
public sealed class InventedSilo : IAsyncLifetime
{
    private SiloProcess? silo;

    public SiloProcess Silo => silo ?? throw new InvalidOperationException("The silo is not running.");

    public async ValueTask InitializeAsync() => silo = await SiloProcess.StartInventedAsync();

    public ValueTask DisposeAsync() => silo?.DisposeAsync() ?? ValueTask.CompletedTask;
}
