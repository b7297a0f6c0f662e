namespace ImOrleans.Grains.Conversations;

/// <summary>The state of a direct conversation. The group grain owns that of a group.</summary>
[GenerateSerializer, Alias("im.conversation-state")]
internal sealed class ConversationState
{
    [Id(0)]
    public bool Opened { get; set; }

    /// <summary>
    /// Whether both people are known to have it in their index. False after a crash between the writes; the next call repeats it.
    /// </summary>
    [Id(1)]
    public bool Announced { get; set; }

    /// <summary>The account of one of the two was deleted: the conversation takes no more messages.</summary>
    [Id(2)]
    public bool Closed { get; set; }
}
