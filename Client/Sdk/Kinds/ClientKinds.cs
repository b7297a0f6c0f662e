using ImOrleans.Protocol.Messages;

namespace ImOrleans.Client.Kinds;

/// <summary>Every kind that this client knows, and what follows from the kind of an entry.</summary>
internal static class ClientKinds
{
    private static readonly ClientKind[] Known = [new TextKind(), new NoticeKind(), new EraseKind()];

    private static readonly UnknownKind Unknown = new();

    /// <summary>Whether the entry is unread until its reader has passed it. The answer of the server comes first.</summary>
    public static bool CountsAsUnread(Message message, string me) => message.SenderId != me && (message.Counts ?? Of(message).Counts);

    public static bool IsShown(Message message) => Of(message).IsShown;

    public static bool IsPreview(Message message) => Of(message).IsPreview;

    /// <summary>An entry about another entry moves no position, of whatever kind it is.</summary>
    public static bool MovesPosition(Message message) => message.Target is null && Of(message).MovesPosition;

    private static ClientKind Of(Message message) => Array.Find(Known, kind => kind.Name == message.Kind) ?? Unknown;
}
