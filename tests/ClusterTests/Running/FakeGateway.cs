using ImOrleans.Grains.Delivery;
using ImOrleans.Grains.Delivery.Payloads;
using ImOrleans.Grains.Presence;

namespace ImOrleans.ClusterTests.Running;

/// <summary>A gateway whose connections are names: it keeps what it is pushed, and says whom it does not have.</summary>
internal sealed class FakeGateway(string id, IGrainFactory grains) : IGatewayObserver
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, long> users = [];
    private readonly List<Frame> frames = [];
    private TaskCompletionSource pushed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IGatewayObserver? reference;
    private int lost;
    private volatile Task held = Task.CompletedTask;
    private long stamp;

    public string Id => id;

    public IReadOnlyList<Frame> Frames
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

    /// <summary>The stamp of the gateway's next report.</summary>
    public long NextStamp() => Interlocked.Increment(ref stamp);

    public Task Unregister() => grains.GetGrain<IGatewayGrain>(id).Unregister();

    /// <summary>A user's first connection, and its repetition every 20 s.</summary>
    public Task Attach(string userId)
    {
        long since;
        lock (gate)
        {
            users.TryAdd(userId, NextStamp());
            since = users[userId];
        }

        return Report(userId, since, new ConnectedDevice("device", "web", Foreground: true));
    }

    /// <summary>The connections are lost, and the gateway has not reported that yet.</summary>
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
        return Report(userId, since: 0);
    }

    /// <summary>The whole of what the gateway has of the user; no device: the last connection is gone.</summary>
    public Task Report(string userId, long since, params ConnectedDevice[] devices) => grains.GetGrain<IPresenceGrain>(userId).Report(
        new ConnectionReport { GatewayId = id, Stamp = NextStamp(), Since = since, Devices = devices });

    /// <summary>The next live push of messages is accepted and reaches no device.</summary>
    public void LoseNext() => Interlocked.Exchange(ref lost, 1);

    /// <summary>The payloads of one kind with their audiences, in the order in which they came.</summary>
    public (Audience Audience, TPayload Payload)[] Of<TPayload>()
        where TPayload : Payload => [.. Frames.Where(frame => frame.Payload is TPayload).Select(frame => (frame.Audience, (TPayload)frame.Payload!))];

    /// <summary>The pushes of the lane of a device, in their order.</summary>
    public MessagesPosted[] Redelivered(string userId, string deviceId, string conversationId) =>
    [
        .. Of<MessagesPosted>()
            .Where(pushed => IsFor(pushed.Audience, userId, deviceId) && pushed.Payload.Posted.ConversationId == conversationId)
            .Select(pushed => pushed.Payload),
    ];

    public static bool IsFor(Audience audience, string userId, string deviceId) =>
        audience.Kind == AudienceKind.Device && audience.Id == deviceId && audience.UserIds.SequenceEqual([userId]);

    public Task UntilRedelivered(string userId, string deviceId, string conversationId, long seq) => Until(
        () => Redelivered(userId, deviceId, conversationId).Any(frame => frame.Posted.Messages[^1].Seq >= seq),
        $"Device {deviceId} of {userId} was not pushed {seq} of {conversationId} again by {id}.");

    /// <summary>Pushes from now on are accepted, and answered only when the test completes the result.</summary>
    public TaskCompletionSource Hold()
    {
        TaskCompletionSource release = new(TaskCreationOptions.RunContinuationsAsynchronously);
        held = release.Task;
        return release;
    }

    async Task<Absentees[]> IGatewayObserver.Push(Frame[] pushedFrames)
    {
        Absentees[] absent = Take(pushedFrames);
        await held;
        return absent;
    }

    private Absentees[] Take(Frame[] pushedFrames)
    {
        lock (gate)
        {
            bool loses = lost == 1 && Array.Exists(pushedFrames, frame => frame is { Payload: MessagesPosted, Audience.Kind: AudienceKind.Conversation });
            lost = loses ? 0 : lost;
            frames.AddRange(loses ? [] : pushedFrames);
            pushed.TrySetResult();
            pushed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return
            [
                .. pushedFrames.Index()
                    .Where(frame => frame.Item.Audience.Kind is AudienceKind.Conversation or AudienceKind.Device)
                    .Select(frame => new Absentees(frame.Index, [.. frame.Item.Audience.UserIds.Except(users.Keys)]))
                    .Where(absent => absent.UserIds.Length > 0),
            ];
        }
    }

    /// <summary>The numbers of the messages that a user was pushed, in the order in which they came.</summary>
    public long[] SeqsOf(string userId, string conversationId) =>
    [
        .. Of<MessagesPosted>()
            .Where(pushed => pushed.Payload.Posted.ConversationId == conversationId && pushed.Audience.UserIds.Contains(userId))
            .SelectMany(pushed => pushed.Payload.Posted.Messages).Select(message => message.Seq),
    ];

    public Task Until(string userId, string conversationId, long seq) =>
        Until(() => SeqsOf(userId, conversationId).Contains(seq), $"{userId} was not pushed {seq} of {conversationId} by {id}.");

    public Task Until<TPayload>(Func<Audience, TPayload, bool> wanted)
        where TPayload : Payload => Until(
            () => Of<TPayload>().Any(pushed => wanted(pushed.Audience, pushed.Payload)),
            $"{id} was not pushed the {typeof(TPayload).Name} that was waited for.");

    public Task Until<TPayload>(Func<TPayload, bool> wanted)
        where TPayload : Payload => Until<TPayload>((_, payload) => wanted(payload));

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
