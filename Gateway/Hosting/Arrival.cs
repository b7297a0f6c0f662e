using Microsoft.AspNetCore.Connections;

namespace ImOrleans.Gateway.Hosting;

/// <summary>A connection until its first request. One that says nothing is closed: it holds a descriptor that somebody else could use.</summary>
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
