using ImOrleans.Grains.Calls;
using ImOrleans.Grains.Delivery;
using ImOrleans.Grains.Delivery.Payloads;
using ImOrleans.Grains.Presence;
using ImOrleans.Grains.Turns;
using ImOrleans.Grains.Users;
using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Messages;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Streams;
using Orleans.Streams.Core;

namespace ImOrleans.Grains.Devices;

/// <inheritdoc cref="IDeviceGrain"/>
[ImplicitStreamSubscription(DeviceStream.Namespace)]
internal sealed partial class DeviceGrain : Grain, IDeviceGrain, IStreamSubscriptionObserver, IAsyncObserver<DeviceEvent>
{
    private readonly GatewayDispatcher dispatcher;
    private readonly DeviceOptions options;
    private readonly ILogger<DeviceGrain> logger;
    private readonly DeviceWindow window;
    private readonly PushHandover handover;
    private readonly string userId;
    private readonly string deviceId;
    private IGrainTimer? timer;
    private OneInFlightInTurns? pushing;

    private IUserGrain User => GrainFactory.GetGrain<IUserGrain>(userId);

    private IPresenceGrain Connections => GrainFactory.GetGrain<IPresenceGrain>(userId);

    public DeviceGrain(
        IGrainContext context,
        IGrainFactory grains,
        GatewayDispatcher dispatcher,
        IOptions<DeviceOptions> options,
        TimeProvider time,
        ILogger<DeviceGrain> logger)
    {
        (this.dispatcher, this.options, this.logger) = (dispatcher, options.Value, logger);
        (userId, deviceId) = DeviceKey.Parse(context.GrainId.Key.ToString()!);
        window = new DeviceWindow(this.options, time);
        handover = new PushHandover(userId, deviceId, grains, this.options, time);
    }

    /// <summary>
    /// The window is lost with the activation, so the device is asked to check its heads. When the whole silo stops, all devices check
    /// anyway.
    /// </summary>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (reason.ReasonCode != DeactivationReasonCode.ShuttingDown && window.Positions is [{ } first, ..])
        {
            await Connections.Push(ForDevice(new HeadsMoved(first.ConversationId)));
        }
    }

    public Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory) => handleFactory.Create<DeviceEvent>().ResumeAsync(this);

    /// <summary>
    /// Returns without waiting for gateways: behind one that does not answer, the streams of other devices would wait too.
    /// </summary>
    public Task OnNextAsync(DeviceEvent item, StreamSequenceToken? token = null)
    {
        window.Take(item);
        Start();
        return Task.CompletedTask;
    }

    public Task OnErrorAsync(Exception ex) => Task.CompletedTask; // The provider has logged it; what is not taken over is published again.

    public Task Registered()
    {
        handover.Registered();
        return Task.CompletedTask;
    }

    private void Start() => (pushing ??= new OneInFlightInTurns(PushAsync)).Start();

    private async Task PushAsync()
    {
        TimeSpan? wait = null;
        try
        {
            await Task.Yield(); // Events that came together share the question.
            await handover.GiveAsync();
            while (window.IsDue)
            {
                await AskAndPushAsync();
            }

            wait = window.Wait;
        }
        catch (Exception failure) when (failure.IsPassing)
        {
            LogPostponed(deviceId, userId, failure.Message, failure.Unexpected);
            wait = options.FirstWait;
        }
        finally
        {
            StartAfter(wait);
        }
    }

    /// <summary>Asks first: what has been acknowledged meanwhile is not pushed again.</summary>
    private async Task AskAndPushAsync()
    {
        ConversationPosition[] asked = window.Positions;
        long[] delivered = await User.TakenOver(deviceId, asked);
        string[] gatewayIds = await Connections.Gateways();
        window.Confirm(asked, delivered);
        KeyValuePair<string, MissedRange>[] due = window.Next();
        if (due.Length > 0 && !await ReachAsync(gatewayIds, FramesOf(due)))
        {
            handover.Add(due);
            handover.Add(window.GiveUp());
        }
        else if (window.IsSilent)
        {
            handover.Add(due); // Its connection takes pushes, and nothing acknowledges them.
        }

        await handover.GiveAsync();
    }

    private async Task<bool> ReachAsync(string[] gatewayIds, Frame[] frames)
    {
        bool[] reached = await Task.WhenAll(gatewayIds.SelectMany(gatewayId => frames.Select(frame => dispatcher.PostAsync(gatewayId, frame))));
        return reached.Contains(true);
    }

    /// <summary>One request to check covers all ranges that are not pushed with their bodies.</summary>
    private Frame[] FramesOf(KeyValuePair<string, MissedRange>[] due) =>
    [
        .. due.Where(range => range.Value.Messages.Length > 0).Select(range => ForDevice(new MessagesPosted
        {
            Posted = new PostedMessages { ConversationId = range.Key, Messages = range.Value.Messages },
        })),
        .. due.Where(range => range.Value.Messages.Length == 0).Take(1).Select(range => ForDevice(new HeadsMoved(range.Key))),
    ];

    private Frame ForDevice(Payload payload) => new(Audience.Device(userId, deviceId), payload);

    private void StartAfter(TimeSpan? wait)
    {
        timer?.Dispose();
        timer = wait is { } due ? this.RegisterGrainTimer(Due, new GrainTimerCreationOptions { DueTime = due, Period = Timeout.InfiniteTimeSpan }) : null;
    }

    private Task Due(CancellationToken cancellationToken)
    {
        Start();
        return Task.CompletedTask;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The user grain of {UserId} does not answer, so the pushes to device {DeviceId} are delayed. {Reason}")]
    private partial void LogPostponed(string deviceId, string userId, string reason, Exception? failure);
}
