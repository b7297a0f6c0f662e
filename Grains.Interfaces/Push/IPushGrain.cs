using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Errors;
using ImOrleans.Protocol.Push;

namespace ImOrleans.Grains.Push;

/// <summary>
/// The notifications of one user's devices that are away: tokens, settings, and what waits for a provider. A notification is stored before
/// its provider is called, and handed over at least once with the same id. Key: the user's id.
/// </summary>
[Alias("im.push-grain")]
public interface IPushGrain : IGrainWithStringKey
{
    /// <summary>The device gets notifications with this token from now on; durable when it returns. It replaces the token before.</summary>
    /// <exception cref="ImException">
    /// <see cref="ErrorCode.PushNotConfigured"/>, <see cref="ErrorCode.InvalidPushToken"/>, <see cref="ErrorCode.InvalidPushSettings"/> for
    /// the language; <see cref="ErrorCode.SessionEnded"/> when the account was deleted.
    /// </exception>
    [Alias("Register")]
    Task Register(string deviceId, PushTokenRequest request);

    /// <summary>The device gets no notifications any more; durable when it returns. Idempotent.</summary>
    [Alias("Unregister"), ResponseTimeout("00:00:05")]
    Task Unregister(string deviceId);

    /// <summary>From the lane of a device: up to these positions nothing reached it in the foreground. Stored when it returns.</summary>
    /// <returns>Whether the device is registered. If not, nothing was stored.</returns>
    [Alias("HandOver"), ResponseTimeout("00:00:05")]
    Task<bool> HandOver(string deviceId, ConversationPosition[] positions);

    /// <summary>The user read up to this position, or left the conversation: notifications up to there are withdrawn.</summary>
    [Alias("ReadMoved"), ResponseTimeout("00:00:05")]
    Task ReadMoved(string conversationId, long seq);

    /// <summary>The settings in force.</summary>
    [Alias("Settings")]
    Task<PushSettings> Settings();

    /// <summary>Replaces the settings; durable when it returns. The user's devices are notified.</summary>
    /// <exception cref="ImException"><see cref="ErrorCode.InvalidPushSettings"/>.</exception>
    [Alias("SetSettings")]
    Task<PushSettings> SetSettings(PushSettings settings);

    /// <summary>The user opened a notification on this device. An unknown id changes nothing.</summary>
    [Alias("Opened")]
    Task Opened(string deviceId, string id);

    /// <summary>For operators: the last decisions with their reasons, without texts and tokens.</summary>
    [Alias("Report")]
    Task<PushReport> Report();

    /// <summary>The account was deleted: all tokens and settings are removed, and none is taken any more. Idempotent.</summary>
    [Alias("Close")]
    Task Close();
}
