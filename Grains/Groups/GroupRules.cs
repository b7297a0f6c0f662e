using ImOrleans.Grains.Names;
using ImOrleans.Protocol.Errors;
using ImOrleans.Protocol.Limits;

namespace ImOrleans.Grains.Groups;

/// <summary>The rights of members in a group. Pure.</summary>
internal static class GroupRules
{
    public const int MaxPage = ProtocolLimits.Page;

    public static string EnsureName(string? name)
    {
        string trimmed = (name ?? "").Trim();
        if (!NameRules.IsName(trimmed))
        {
            throw new ImException(ErrorCode.InvalidGroupName, $"A group's name is 1 to {ProtocolLimits.NameLength} characters {NameRules.Sentence}.");
        }

        return trimmed;
    }

    public static void EnsureIds(string[] userIds, int most)
    {
        if (userIds.Length > most || !userIds.All(EntityId.IsValid))
        {
            throw new ImException(ErrorCode.InvalidMembers, $"Members are given as user ids, at most {most} at once.");
        }
    }

    public static void EnsureRoom(int count, GroupOptions options)
    {
        if (count > options.MaxMembers)
        {
            throw new ImException(ErrorCode.GroupFull, $"A group has at most {options.MaxMembers} members; these would be {count}.");
        }
    }

    public static void EnsureMember(bool isMember)
    {
        if (!isMember)
        {
            throw GroupRefusals.NotInGroup();
        }
    }

    public static void EnsureMayRemove(string actorId, string userId, string ownerId)
    {
        if (actorId != userId && actorId != ownerId)
        {
            throw new ImException(ErrorCode.NotTheOwner, "Only the owner of a group can remove others.");
        }
    }
}
