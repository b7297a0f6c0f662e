using System.Threading.Channels;
using ImOrleans.Grains.Conversations;
using ImOrleans.Grains.Presence;
using ImOrleans.Grains.Users;
using ImOrleans.UnitTests.Hubs;

namespace ImOrleans.UnitTests.Grains;

/// <summary>A user who answers a lease at once, or, when held, at the test's command. It records the notifications that it got.</summary>
internal sealed class FakeMember
{
    private readonly Channel<TaskCompletionSource<string[]>> asked = Channel.CreateUnbounded<TaskCompletionSource<string[]>>();

    public FakeMember()
    {
        Grain = FakeGrains.Of<IUserGrain>((method, arguments) => method == nameof(IUserGrain.Posted) ? Posted((PostedNews)arguments[0]!) : null);
        Presence = FakeGrains.Of<IPresenceGrain>((method, _) => method == nameof(IPresenceGrain.LeaseRoutes) ? Leased() : null);
    }

    public IUserGrain Grain { get; }

    public IPresenceGrain Presence { get; }

    public bool IsHeld { get; set; }

    public string[] GatewayIds { get; set; } = [];

    /// <summary>The receipts that the privacy of this user allows.</summary>
    public ReceiptPrivacy Receipts { get; set; } = new(Shows: true, Sees: true);

    /// <summary>How often a lease was asked for.</summary>
    public int Leases { get; private set; }

    /// <summary>The notifications of conversations, in their order.</summary>
    public List<PostedNews> Told { get; } = [];

    /// <summary>The answer to each word of a conversation. Everything is settled, unless the test says otherwise.</summary>
    public Func<PostedNews, Task<PostedAnswer>> Answer { get; set; } = news => Task.FromResult(new PostedAnswer(news.Head, TimeSpan.Zero));

    /// <summary>The next lease that is asked for and waits for its answer.</summary>
    public async Task<TaskCompletionSource<string[]>> NextLease()
    {
        using CancellationTokenSource late = new(TimeSpan.FromSeconds(10));
        try
        {
            return await asked.Reader.ReadAsync(late.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException("The member was not asked for a route.");
        }
    }

    private async Task<LeasedRoutes> Leased()
    {
        ReceiptPrivacy receipts = Receipts;
        return new LeasedRoutes(await Lease(), receipts);
    }

    private async Task<string[]> Lease()
    {
        Leases++;
        await Task.Yield(); // No grain answers within the caller's turn.
        if (!IsHeld)
        {
            return GatewayIds;
        }

        var answer = new TaskCompletionSource<string[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        asked.Writer.TryWrite(answer);
        return await answer.Task;
    }

    private Task<PostedAnswer> Posted(PostedNews news)
    {
        Told.Add(news);
        return Answer(news);
    }
}
