using ImOrleans.Grains.Calls;
using ImOrleans.Grains.Conversations.Log;
using ImOrleans.Grains.Devices;
using ImOrleans.Grains.Hosting;
using ImOrleans.Grains.Turns;
using ImOrleans.Grains.Users;
using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Errors;
using ImOrleans.Protocol.Push;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ImOrleans.Grains.Push;

/// <inheritdoc cref="IPushGrain"/>
/// <remarks>
/// Providers are called beside the calls of this grain, because they can take long. The state changes in steps of <see cref="PushDesk"/>,
/// and one write at a time stores it.
/// </remarks>
[CollectionAgeLimit(Minutes = 5)]
internal sealed partial class PushGrain : Grain, IPushGrain, IRemindable
{
    private readonly IPersistentState<PushState> state;
    private readonly PushSenders senders;
    private readonly PushMetrics metrics;
    private readonly ILogger<PushGrain> logger;
    private readonly string id;
    private readonly PushDesk desk;
    private readonly OneInFlightInTurns writing;
    private readonly UnfinishedWork work;
    private readonly SettingReport report;
    private bool isReminded;

    public PushGrain(
        [PersistentState("push", StateStores.Large)] IPersistentState<PushState> state,
        IGrainContext context,
        IGrainFactory grains,
        PushSenders senders,
        PushMetrics metrics,
        IMessageLog log,
        IUserDirectory directory,
        IOptions<PushOptions> options,
        TimeProvider time,
        ILogger<PushGrain> logger)
    {
        (this.state, this.senders, this.metrics, this.logger) = (state, senders, metrics, logger);
        id = context.GrainId.Key.ToString()!;
        desk = new PushDesk(() => state.State, options.Value, metrics, time);
        writing = new OneInFlightInTurns(WriteAsync);
        PushPlanning planning = new(id, () => state.State, desk, senders, grains, log, directory, options.Value, time);
        PushRound round = new(desk, planning, senders, metrics, options.Value, time, writing.Request);
        work = new UnfinishedWork(this, () => desk.IsWaiting, () => true, round.RunAsync, logger);
        report = new SettingReport(this, grains, SettingName.Push, () => state.State.Unreported = false);
    }

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        metrics.Waiting(state.State.Waiting.Count);
        if (desk.IsWaiting)
        {
            work.Start();
        }

        if (state.State.Unreported)
        {
            report.Begin();
        }

        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        metrics.Waiting(-state.State.Waiting.Count);
        return Task.CompletedTask;
    }

    public async Task Register(string deviceId, PushTokenRequest request)
    {
        if (state.State.IsClosed)
        {
            throw new ImException(ErrorCode.SessionEnded, "This session has ended. Sign in again.");
        }

        PushRules.Ensure(request, senders.Find(request.Provider));
        await TokenOf(request.Provider, request.Token).Claim(id, deviceId);
        List<KeyValuePair<string, PushRegistration>> ended = desk.Register(deviceId, request);
        await writing.Request();
        await Task.WhenAll(ended.Select(device => ReleaseAsync(device.Key, device.Value)));
        GrainFactory.GetGrain<IDeviceGrain>(DeviceKey.Of(id, deviceId)).Registered().Ignore();
    }

    public async Task Unregister(string deviceId)
    {
        if (desk.Unregister(deviceId) is { } ended)
        {
            await writing.Request();
            await ReleaseAsync(deviceId, ended);
        }
    }

    public async Task<bool> HandOver(string deviceId, ConversationPosition[] positions)
    {
        if (desk.Find(deviceId) is null)
        {
            return false;
        }

        await PrepareAsync();
        if (desk.Take(deviceId, positions))
        {
            await writing.Request();
            work.Hurry();
        }

        return true;
    }

    public async Task ReadMoved(string conversationId, long seq)
    {
        if (desk.Read(conversationId, seq))
        {
            await PrepareAsync();
            await writing.Request();
            work.Hurry();
        }
    }

    public Task<PushSettings> Settings() => Task.FromResult(state.State.Settings);

    public async Task<PushSettings> SetSettings(PushSettings settings)
    {
        PushRules.Ensure(settings);
        (state.State.Settings, state.State.Unreported) = (settings, true);
        await writing.Request();
        report.Begin();
        return settings;
    }

    public async Task Opened(string deviceId, string id)
    {
        if (desk.Open(deviceId, id) is { } provider)
        {
            metrics.Opened(provider);
            await writing.Request();
        }
    }

    public Task<PushReport> Report() => Task.FromResult(new PushReport(
        [.. state.State.Devices.Select(device => new PushDevice(device.Key, device.Value.Provider, device.Value.At))],
        state.State.Waiting.Count,
        [.. state.State.Decisions.AsEnumerable().Reverse()]));

    public async Task Close()
    {
        if (state.State.IsClosed)
        {
            return;
        }

        KeyValuePair<string, PushRegistration>[] ended = [.. state.State.Devices];
        Array.ForEach(ended, device => desk.Unregister(device.Key));
        state.State = new PushState { IsClosed = true };
        await writing.Request();
        await Task.WhenAll(ended.Select(device => ReleaseAsync(device.Key, device.Value)));
    }

    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        isReminded = desk.IsWaiting;
        return work.RemindAsync();
    }

    private async Task PrepareAsync()
    {
        if (!isReminded)
        {
            await work.PrepareAsync();
            isReminded = true;
        }
    }

    /// <summary>After a failure the memory may have what the store has not: the next activation begins from the store.</summary>
    private async Task WriteAsync()
    {
        try
        {
            await state.WriteStateAsync();
        }
        catch
        {
            DeactivateOnIdle();
            throw;
        }
    }

    private IPushTokenGrain TokenOf(string provider, string token) =>
        GrainFactory.GetGrain<IPushTokenGrain>(PushTokenKey.Of(provider, token));

    /// <summary>Frees storage: a token that no registration has is not used. So a failure is only logged.</summary>
    private async Task ReleaseAsync(string deviceId, PushRegistration ended)
    {
        try
        {
            await TokenOf(ended.Provider, ended.Token).Release(id, deviceId);
        }
        catch (Exception failure) when (failure.IsPassing || failure is ImException)
        {
            LogNotReleased(deviceId, id, failure.Message, failure.Unexpected);
        }
    }

    [LoggerMessage(Level = LogLevel.Information,
        Message = "The token of device {DeviceId} of user {UserId} could not be released; only its storage stays in use. {Reason}")]
    private partial void LogNotReleased(string deviceId, string userId, string reason, Exception? failure);
}
