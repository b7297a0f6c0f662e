using System.Collections.Concurrent;
using ImOrleans.Gateway.Process;
using ImOrleans.Grains.Conversations;
using ImOrleans.Protocol.Errors;
using Microsoft.Extensions.Options;

namespace ImOrleans.Gateway.Limits;

/// <summary>The bytes that wait for each user with a connection or a read here. Other users cost nothing.</summary>
internal sealed class UnsentBudgets(IOptions<GatewayOptions> options, IOptions<SendOptions> sends)
{
    private readonly ConcurrentDictionary<string, Holders> users = new(StringComparer.Ordinal);

    public int Count => users.Count;

    /// <summary>The next read can succeed when something was read; clients that read at all need less than this.</summary>
    public static ImException Full() => new(
        ErrorCode.TooMuchUnsent, "Too much waits for your clients: answers to be read, or frames to be ended. First that, then more.", TimeSpan.FromSeconds(1));

    /// <summary>The budget of the user. Each call needs one call of <see cref="Return"/>.</summary>
    public UnsentBytes Rent(string userId)
    {
        while (true)
        {
            Holders holders = users.GetOrAdd(
                userId,
                static (_, bounds) => new Holders(new UnsentBytes(bounds.Most, bounds.Page)),
                (Most: options.Value.MaxUnsentPerUser, Page: sends.Value.MaxPageBytes));
            lock (holders)
            {
                if (!holders.IsGone)
                {
                    holders.Count++;
                    return holders.Unsent;
                }
            }
        }
    }

    public void Return(string userId)
    {
        Holders holders = users[userId];
        lock (holders)
        {
            holders.Count--;
            holders.IsGone = holders.Count == 0;
            if (holders.IsGone)
            {
                users.TryRemove(userId, out _);
            }
        }
    }

    private sealed class Holders(UnsentBytes unsent)
    {
        public UnsentBytes Unsent => unsent;

        public int Count { get; set; }

        public bool IsGone { get; set; }
    }
}
