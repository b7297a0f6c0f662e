namespace ImOrleans.Grains.Conversations;

/// <summary>Of a direct conversation; a group's is owned by the group.</summary>
[GenerateSerializer, Alias("im.conversation-state")]
internal sealed class ConversationState
{
    [Id(0)]
    public bool Opened { get; set; }

    /// <summary>Whether both people are known to have it in their index. False after a crash between the writes; the next call repeats it.</summary>
    [Id(1)]
    public bool Told { get; set; }

    /// <summary>The account of one of the two was deleted: nobody writes any more.</summary>
    [Id(2)]
    public bool Closed { get; set; }
}
