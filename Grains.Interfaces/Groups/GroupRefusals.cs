using ImOrleans.Protocol.Errors;

namespace ImOrleans.Grains.Groups;

/// <summary>Refusals that owners and gateways share. A foreign group and one that does not exist get the same answer from both.</summary>
public static class GroupRefusals
{
    public static ImException NotInGroup() => new(ErrorCode.NotInGroup, "You are not a member of this group.");
}
