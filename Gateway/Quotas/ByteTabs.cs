using System.Collections.Concurrent;
using ImOrleans.Gateway.Limits;
using ImOrleans.Gateway.Process;
using ImOrleans.Grains.Quotas;
using Microsoft.Extensions.Options;

namespace ImOrleans.Gateway.Quotas;

/// <summary>
/// A tab for each user who has sent over this gateway lately. Their number is bounded by <see cref="LimitOptions.MaxCounted"/>: one more
/// drops those that rest, and without room a user gets a tab that reports each send and is not kept.
/// </summary>
internal sealed class ByteTabs(
    IGrainFactory grains, IOptions<LimitOptions> options, GatewayMetrics metrics, TimeProvider time, ILogger<ByteTab> logger)
{
    private static readonly TimeSpan SweepPause = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, ByteTab> tabs = new(StringComparer.Ordinal);
    private readonly Lock sweeping = new();
    private long sweptAt = long.MinValue;

    public int Count => tabs.Count;

    public ByteTab Of(string userId) => tabs.TryGetValue(userId, out ByteTab? tab) ? tab : Add(userId);

    /// <summary>A connection of the user is gone. It may have been the last one for long.</summary>
    public void AddUp(string userId)
    {
        if (tabs.TryGetValue(userId, out ByteTab? tab))
        {
            tab.AddUp();
        }
    }

    private ByteTab Add(string userId)
    {
        int most = options.Value.MaxCounted;
        if (tabs.Count >= most)
        {
            Sweep();
        }

        return tabs.Count >= most ? New(userId, 1) : tabs.GetOrAdd(userId, id => New(id, options.Value.StoredBytesPerReport));
    }

    private ByteTab New(string userId, long step) => new(userId, grains.GetGrain<IQuotaGrain>(userId), step, metrics, time, logger);

    private void Sweep()
    {
        lock (sweeping)
        {
            if (sweptAt != long.MinValue && time.GetElapsedTime(sweptAt) < SweepPause)
            {
                return;
            }

            sweptAt = time.GetTimestamp();
            foreach ((string userId, ByteTab tab) in tabs)
            {
                if (tab.RestsAgain() && tabs.TryRemove(userId, out _))
                {
                    tab.AddUp();
                }
            }
        }
    }
}
