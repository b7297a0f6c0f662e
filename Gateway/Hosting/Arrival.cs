using Microsoft.AspNetCore.Connections;

namespace ImOrleans.Gateway.Hosting;

/// <summary>A connection until its first request. A silent one is closed, because it holds a file descriptor that others need.</summary>
internal sealed class Arrival : IDisposable
{
    private readonly ITimer silence;
    private volatile bool hasSpoken;

    public Arrival(ConnectionContext connection, bool isProxied, TimeSpan patience, TimeProvider time)
    {
        IsProxied = isProxied;
        silence = time.CreateTimer(
            static state => ((ConnectionContext)state!).Abort(new ConnectionAbortedException("No request came in time.")),
            connection,
            patience,
            Timeout.InfiniteTimeSpan);
    }

    /// <summary>A listed proxy made it, for clients that have addresses of their own.</summary>
    public bool IsProxied { get; }

    public void Speak()
    {
        if (!hasSpoken)
        {
            hasSpoken = true;
            silence.Dispose();
        }
    }

    public void Dispose() => silence.Dispose();
}
