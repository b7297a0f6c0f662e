namespace ImOrleans.Protocol.Conversations;

/// <summary>The two forms of a conversation.</summary>
public static class ConversationKind
{
    public const string Direct = "direct";
    public const string Group = "group";
}
