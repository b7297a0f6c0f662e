namespace ImOrleans.Protocol.Conversations;

/// <summary>What a change is about.</summary>
public static class ChangeKind
{
    public const string Joined = "joined";
    public const string Left = "left";
    public const string Read = "read";
    public const string Updated = "updated";
    public const string Profile = "profile";
}
