namespace ImOrleans.Protocol.Messages;

/// <summary>The events that a notice reports.</summary>
public static class NoticeEvent
{
    public const string Created = "created";
    public const string Joined = "joined";
    public const string Left = "left";
    public const string Removed = "removed";
}
