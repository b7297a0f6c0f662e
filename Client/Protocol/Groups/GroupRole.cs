namespace ImOrleans.Protocol.Groups;

/// <summary>What a member may do.</summary>
public static class GroupRole
{
    public const string Owner = "owner";
    public const string Member = "member";
}
