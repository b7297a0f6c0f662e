using ImOrleans.Engines;
using ImOrleans.StoreTests.Azure;
using Xunit;

[assembly: AssemblyFixture(typeof(AzuriteFixture))]

namespace ImOrleans.StoreTests.Azure;

/// <summary>The one emulator of a run. The first test that needs it starts it; each test has tables of its own.</summary>
public sealed class AzuriteFixture : IAsyncDisposable
{
    private readonly Lazy<Task<AzuriteServer>> server = new(AzuriteServer.StartAsync);

    public Task<AzuriteServer> ServerAsync() => server.Value;

    public async ValueTask DisposeAsync()
    {
        if (server.IsValueCreated)
        {
            await (await ServerAsync()).DisposeAsync();
        }
    }
}
