using ImOrleans.Load.Measuring;
using Microsoft.AspNetCore.SignalR.Client;

namespace ImOrleans.Load.Chat;

/// <summary>A server under load and the pairs that load it.</summary>
/// <param name="meter">Null when the server was not started by this run.</param>
internal abstract class Target(string name, IMeter? meter, RunOptions options) : IAsyncDisposable
{
    private const int OpenedAtOnce = 8;
    private readonly string filler = string.Create(options.Body - 8, new Random(options.Seed), static (text, random) => random.GetItems(
        "abcdefghijklmnopqrstuvwxyz      ABCDEFGHIJKLMNOPQRSTUVWXYZ.,-0123456789", text));

    public string Name => name;

    public IMeter? Meter => meter;

    public Pair[] Pairs { get; private set; } = [];

    protected RunOptions Options => options;

    /// <summary>
    /// Makes the users and connects them. The same seed gives the same users the same number of sends under way, in every target.
    /// </summary>
    public async Task OpenAsync()
    {
        Random random = new(options.Seed);
        (int least, int most) = options.InflightRange;
        (int First, int Second)[] inflight =
            [.. Enumerable.Range(0, options.Pairs).Select(_ => (random.Next(least, most + 1), random.Next(least, most + 1)))];
        Pair[] pairs = new Pair[options.Pairs];
        await Parallel.ForAsync(0, pairs.Length, new ParallelOptions { MaxDegreeOfParallelism = OpenedAtOnce }, async (index, _) =>
            pairs[index] = await OpenPairAsync(index, inflight[index].First, inflight[index].Second));
        Pairs = pairs;
    }

    /// <summary>The violations in the slice that has just ended.</summary>
    public abstract Task<List<string>> AuditAsync(Pair pair);

    public virtual async ValueTask DisposeAsync()
    {
        await Parallel.ForEachAsync(Pairs, async (pair, _) => await pair.DisposeAsync());
        GC.SuppressFinalize(this);
    }

    protected abstract Task<Pair> OpenPairAsync(int index, int firstInflight, int secondInflight);

    /// <param name="greeting">A hub method that is answered only when pushes reach the connection.</param>
    protected async Task<ChatUser> ConnectAsync(string userId, Uri hub, string? accessToken, int inflight, Func<HubConnection, Task> greeting)
    {
        HubConnection connection = Connections.Create(hub, options.Protocol, accessToken);
        ChatUser user = new(userId, connection, filler, inflight);
        await connection.StartAsync();
        await greeting(connection);
        return user;
    }
}
