namespace ImOrleans.Protocol.Groups;

/// <summary>The rights of a member.</summary>
public static class GroupRole
{
    public const string Owner = "owner";
    public const string Member = "member";
}
