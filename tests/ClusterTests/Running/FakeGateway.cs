using ImOrleans.Grains.Delivery;
using ImOrleans.Grains.Users;

namespace ImOrleans.ClusterTests.Running;

/// <summary>A gateway whose connections are names: it keeps what it is pushed, and says whom it does not have.</summary>
internal sealed class FakeGateway(string id, IGrainFactory grains) : IGatewayObserver
{
    private readonly Lock gate = new();
    private readonly HashSet<string> users = [];
    private readonly List<GatewayFrame> frames = [];
    private TaskCompletionSource pushed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IGatewayObserver? reference;
    private int lost;
    private volatile Task held = Task.CompletedTask;
    private long stamp;

    public string Id => id;

    public IReadOnlyList<GatewayFrame> Frames
    {
        get
        {
            lock (gate)
            {
                return [.. frames];
            }
        }
    }

    /// <summary>As a gateway does at its start and every 20 s.</summary>
    /// <returns>The number that is another one after each death of a silo.</returns>
    public Task<long> Register() =>
        grains.GetGrain<IGatewayGrain>(id).Register(reference ??= grains.CreateObjectReference<IGatewayObserver>(this));

    /// <summary>Of what the gateway says next, whatever it is about.</summary>
    public long NextStamp() => Interlocked.Increment(ref stamp);

    public Task Unregister() => grains.GetGrain<IGatewayGrain>(id).Unregister();

    /// <summary>A user's first connection, and its repetition every 20 s.</summary>
    public Task Attach(string userId)
    {
        lock (gate)
        {
            users.Add(userId);
        }

        return grains.GetGrain<IUserGrain>(userId).Attach(id, NextStamp(), connected: true);
    }

    /// <summary>The connections are lost and nobody has heard of it yet.</summary>
    public void Drop(string userId)
    {
        lock (gate)
        {
            users.Remove(userId);
        }
    }

    public Task Detach(string userId)
    {
        Drop(userId);
        return grains.GetGrain<IUserGrain>(userId).Attach(id, NextStamp(), connected: false);
    }

    /// <summary>The next live push of messages is taken and reaches nobody.</summary>
    public void LoseNext() => Interlocked.Exchange(ref lost, 1);

    /// <summary>What the lane of a device pushed for it, in the order in which it came.</summary>
    public MessagesFrame[] Again(string userId, string deviceId, string conversationId) =>
    [
        .. Frames.OfType<MessagesFrame>()
            .Where(frame => frame.DeviceId == deviceId && frame.UserIds.Contains(userId) && frame.Posted.ConversationId == conversationId),
    ];

    public Task UntilAgain(string userId, string deviceId, string conversationId, long seq) => Until(
        () => Again(userId, deviceId, conversationId).Any(frame => frame.Posted.Messages[^1].Seq >= seq),
        $"Device {deviceId} of {userId} was not pushed {seq} of {conversationId} again by {id}.");

    /// <summary>What is pushed from here on is taken, and answered only when the test says so.</summary>
    public TaskCompletionSource Hold()
    {
        TaskCompletionSource release = new(TaskCreationOptions.RunContinuationsAsynchronously);
        held = release.Task;
        return release;
    }

    async Task<AbsentRecipients[]> IGatewayObserver.Push(GatewayFrame[] pushedFrames)
    {
        AbsentRecipients[] absent = Take(pushedFrames);
        await held;
        return absent;
    }

    private AbsentRecipients[] Take(GatewayFrame[] pushedFrames)
    {
        lock (gate)
        {
            bool loses = lost == 1 && pushedFrames.OfType<MessagesFrame>().Any(frame => frame.DeviceId is null);
            lost = loses ? 0 : lost;
            frames.AddRange(loses ? [] : pushedFrames);
            pushed.TrySetResult();
            pushed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return
            [
                .. pushedFrames.OfType<MessagesFrame>()
                    .Select(frame => new AbsentRecipients(frame.Posted.ConversationId, [.. frame.UserIds.Except(users)], frame.DeviceId))
                    .Where(absent => absent.UserIds.Length > 0),
            ];
        }
    }

    /// <summary>The numbers of the messages that a user was pushed, in the order in which they came.</summary>
    public long[] SeqsOf(string userId, string conversationId) =>
    [
        .. Frames.OfType<MessagesFrame>()
            .Where(frame => frame.Posted.ConversationId == conversationId && frame.UserIds.Contains(userId))
            .SelectMany(frame => frame.Posted.Messages).Select(message => message.Seq),
    ];

    public Task Until(string userId, string conversationId, long seq) =>
        Until(() => SeqsOf(userId, conversationId).Contains(seq), $"{userId} was not pushed {seq} of {conversationId} by {id}.");

    public Task Until<TFrame>(Func<TFrame, bool> wanted)
        where TFrame : GatewayFrame =>
        Until(() => Frames.OfType<TFrame>().Any(wanted), $"{id} was not pushed the {typeof(TFrame).Name} that was waited for.");

    private async Task Until(Func<bool> enough, string missing)
    {
        while (true)
        {
            Task next;
            lock (gate)
            {
                next = pushed.Task;
            }

            if (enough())
            {
                return;
            }

            await next.Soon(missing);
        }
    }
}
