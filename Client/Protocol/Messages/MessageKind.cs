namespace ImOrleans.Protocol.Messages;

/// <summary>What an entry of a conversation is. Unknown kinds are ignored by clients.</summary>
public static class MessageKind
{
    public const string Text = "text";

    /// <summary>Written by the server only: someone joined, left or was removed.</summary>
    public const string Notice = "notice";
}
