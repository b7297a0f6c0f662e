using ImOrleans.Gateway.Process;
using Microsoft.Extensions.Options;

namespace ImOrleans.Gateway.Delivery;

/// <summary>
/// Users whose connections are not known to their owner any more, because it begins again. They are reported at once, because until the
/// next round nothing would be pushed to them. Then their connections are asked to compare their heads, for what they missed meanwhile.
/// </summary>
internal sealed class ForgottenUsers(ChatConnections connections, HeadChecks checks, IOptions<GatewayOptions> options)
{
    private readonly Lock gate = new();
    private readonly Queue<string> waiting = new();
    private readonly HashSet<string> known = [];
    private int pumps;

    public void Add(string[] userIds)
    {
        lock (gate)
        {
            // Users without a connection here are left out, which bounds the queue.
            foreach (string userId in userIds.Where(userId => connections.OfUser(userId).Length > 0 && known.Add(userId)))
            {
                waiting.Enqueue(userId);
            }

            for (; pumps < Math.Min(options.Value.RoundParallelism, waiting.Count); pumps++)
            {
                _ = AttachWaiting();
            }
        }
    }

    private async Task AttachWaiting()
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        while (Take() is { } userId)
        {
            await checks.Check(userId);
        }
    }

    private string? Take()
    {
        lock (gate)
        {
            if (waiting.TryDequeue(out string? userId))
            {
                known.Remove(userId);
                return userId;
            }

            pumps--;
            return null;
        }
    }
}
