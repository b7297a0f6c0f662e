namespace ImOrleans.Grains.Push;

/// <summary>One notification for one device. It does not leave the silo in this form.</summary>
public sealed record PushRequest
{
    /// <summary>Stable for (message, device): 32 lower-case hexadecimal characters. The idempotency key of the provider.</summary>
    public required string Id { get; init; }

    /// <summary>As registered, at most 4,096 characters.</summary>
    public required string Token { get; init; }

    public required PushKind Kind { get; init; }

    public required string ConversationId { get; init; }

    /// <summary>The newest entry that this notification is about.</summary>
    public required long Seq { get; init; }

    /// <summary>
    /// The same for all notifications of a conversation, so that the device shows one: 32 lower-case hexadecimal characters.
    /// </summary>
    public required string CollapseId { get; init; }

    /// <summary>In the language of the device; empty for <see cref="PushKind.Withdraw"/>.</summary>
    public string Title { get; init; } = "";

    /// <summary>In the language of the device, and hidden if that is wanted; empty for <see cref="PushKind.Withdraw"/>.</summary>
    public string Body { get; init; } = "";

    /// <summary>The path of the sender's avatar; null for none.</summary>
    public string? Avatar { get; init; }

    /// <summary>A relative link to the conversation.</summary>
    public string Link { get; init; } = "";

    /// <summary>Unread messages of the conversations that are not muted, 0..9999.</summary>
    public int Badge { get; init; }

    /// <summary>Null for the default.</summary>
    public string? Sound { get; init; }

    /// <summary>Null for the default.</summary>
    public string? Channel { get; init; }

    /// <summary>How long the provider keeps it for a device that is not reachable.</summary>
    public TimeSpan TimeToLive { get; init; }

    /// <summary>Whether the provider may wake the device for it.</summary>
    public bool Urgent { get; init; }
}
