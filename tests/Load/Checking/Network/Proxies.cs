namespace ImOrleans.Load.Checking.Network;

/// <summary>A proxy before each server.</summary>
internal sealed class Proxies(Uri[] servers) : IAsyncDisposable
{
    public Proxy[] All { get; } = Array.ConvertAll(servers, server => new Proxy(server));

    public async ValueTask DisposeAsync()
    {
        foreach (Proxy proxy in All)
        {
            await proxy.DisposeAsync();
        }
    }
}
