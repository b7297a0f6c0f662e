using ImOrleans.Grains.Calls;
using ImOrleans.Grains.Conversations;
using ImOrleans.Grains.Conversations.Log;
using ImOrleans.Grains.Devices;
using ImOrleans.Grains.Presence;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Streams;

namespace ImOrleans.Grains.Users;

/// <summary>
/// Tells each of the user's devices that is behind in a conversation, by its stream: one event, whatever number of entries it misses.
/// </summary>
internal sealed partial class DeviceEvents(
    string userId, SignedInDevices devices, DeviceLanes lanes, IMessageLog log, DeviceOptions options, IServiceProvider services, ILogger logger)
{
    /// <summary>The position up to which no device has to be notified; 0 when the devices are not known.</summary>
    /// <param name="deviceId">Has the entries up to <paramref name="delivered"/>.</param>
    public long SettledWith(IndexEntry entry, string deviceId, long delivered) =>
        devices.Ids.Count == 0 ? 0 : devices.Ids.Min(id => Math.Max(id == deviceId ? delivered : 0, lanes.SettledFor(id, entry)));

    /// <summary>Publishes to each device that is behind, unless it was notified often enough and does not answer.</summary>
    /// <param name="connections">Asked only when a device is behind. A user without a connection needs no bodies.</param>
    public async Task<PostedAnswer> PublishAsync(IndexEntry entry, long head, Connections connections)
    {
        await devices.RefreshAsync();
        lanes.Keep(devices.Ids);
        string[] behind = [.. devices.Ids.Where(deviceId => lanes.SettledFor(deviceId, entry) < head)];
        if (behind.Length == 0)
        {
            return new PostedAnswer(head, TimeSpan.Zero);
        }

        bool connected = await connections.AnyAsync();

        // For a user without a connection each missing entry matters: a notification may be needed for it.
        string[] told = connected ? Array.FindAll(behind, deviceId => lanes.RestFor(deviceId) == TimeSpan.Zero) : behind;
        IReadOnlyList<StoredEntry> bodies = connected ? await ReadAsync(entry, head, told) : [];
        foreach (string deviceId in told)
        {
            lanes.Publish(deviceId);
            PublishAsync(deviceId, EventOf(deviceId, entry, head, bodies)).Ignore();
        }

        return new PostedAnswer(behind.Min(deviceId => lanes.SettledFor(deviceId, entry)), connected ? behind.Min(lanes.RestFor) : TimeSpan.Zero);
    }

    private async Task<IReadOnlyList<StoredEntry>> ReadAsync(IndexEntry entry, long head, string[] told)
    {
        string[] wanting = [.. told.Where(deviceId => IsWanting(deviceId, entry, head))];
        return wanting.Length == 0 ? [] : (await log.ReadAsync(
            entry.ConversationId, new LogRange(wanting.Min(entry.HeldBy), head + 1, options.MaxEntries, Newest: false))).Entries;
    }

    private bool IsWanting(string deviceId, IndexEntry entry, long head) =>
        options.StreamsHaveBodies && head - entry.HeldBy(deviceId) <= options.MaxEntries && lanes.IsAnswering(deviceId, entry);

    private DeviceEvent EventOf(string deviceId, IndexEntry entry, long head, IReadOnlyList<StoredEntry> bodies)
    {
        long settled = lanes.SettledFor(deviceId, entry);
        StoredEntry[] missed = IsWanting(deviceId, entry, head) ? [.. bodies.Where(stored => stored.Seq > settled && stored.Seq <= head)] : [];
        bool whole = missed.Length == head - settled && missed.Sum(stored => stored.Body.Length) <= options.MaxBytes;
        return new DeviceEvent
        {
            ConversationId = entry.ConversationId,
            From = settled + 1,
            To = head,
            Messages = whole ? [.. missed.Select(stored => EntryBody.ToMessage(entry.ConversationId, stored, entry.FirstSeq))] : [],
        };
    }

    /// <summary>Not awaited: what the device's lane does not take over is published again when the conversation asks again.</summary>
    private async Task PublishAsync(string deviceId, DeviceEvent missed)
    {
        try
        {
            await services.GetRequiredKeyedService<IStreamProvider>(DeviceStream.Provider)
                .GetStream<DeviceEvent>(StreamId.Create(DeviceStream.Namespace, DeviceKey.Of(userId, deviceId)))
                .OnNextAsync(missed);
        }
        catch (Exception failure)
        {
            // A broker that is away fails each event. The provider says so once, with the number.
            LogNotPublished(failure.IsPassing ? LogLevel.Debug : LogLevel.Information, deviceId, userId, failure.Message,
                failure.Unexpected);
        }
    }

    [LoggerMessage("The stream of device {DeviceId} of user {UserId} did not take an event; it is published again. {Reason}")]
    private partial void LogNotPublished(LogLevel level, string deviceId, string userId, string reason, Exception? failure);
}
