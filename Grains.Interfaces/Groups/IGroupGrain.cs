using ImOrleans.Protocol.Errors;
using ImOrleans.Protocol.Groups;
using Orleans.Concurrency;

namespace ImOrleans.Grains.Groups;

/// <summary>A group's name, members and roles. Key: the group's id.</summary>
[Alias("im.group-grain")]
public interface IGroupGrain : IGrainWithStringKey
{
    /// <summary>Stores the group and its first members. All members are notified before it returns.</summary>
    /// <exception cref="ImException">
    /// <see cref="ErrorCode.InvalidGroupName"/>, <see cref="ErrorCode.InvalidMembers"/>, <see cref="ErrorCode.UnknownUser"/>,
    /// <see cref="ErrorCode.GroupFull"/>.
    /// </exception>
    [Alias("Create")]
    Task Create(string ownerId, string name, string[] memberIds);

    /// <exception cref="ImException"><see cref="ErrorCode.NotInGroup"/>.</exception>
    [Alias("Get"), ResponseTimeout("00:00:05")]
    Task<GroupInfo> Get(string userId);

    /// <summary>Limit 1-200.</summary>
    /// <exception cref="ImException"><see cref="ErrorCode.NotInGroup"/>, <see cref="ErrorCode.InvalidCursor"/>.</exception>
    [Alias("Members"), ResponseTimeout("00:00:05")]
    Task<MemberPage> Members(string userId, int limit, string? next);

    /// <summary>Any member may add; members stay as they are.</summary>
    /// <exception cref="ImException">
    /// <see cref="ErrorCode.NotInGroup"/>, <see cref="ErrorCode.InvalidMembers"/>, <see cref="ErrorCode.UnknownUser"/>,
    /// <see cref="ErrorCode.GroupFull"/>.
    /// </exception>
    [Alias("Add")]
    Task Add(string actorId, string[] userIds);

    /// <summary>
    /// The owner can remove any member, a member only themselves. Returns when the member receives and reads nothing more.
    /// </summary>
    /// <exception cref="ImException"><see cref="ErrorCode.NotInGroup"/>, <see cref="ErrorCode.NotTheOwner"/>.</exception>
    [Alias("Remove")]
    Task Remove(string actorId, string userId);

    /// <summary>For the conversation: the members of the last confirmed version, and the change that is under way.</summary>
    [Alias("Roster"), AlwaysInterleave, ResponseTimeout("00:00:05")]
    Task<GroupRoster> Roster();

    /// <summary>For the conversation: the last confirmed version.</summary>
    [Alias("Version"), AlwaysInterleave, ResponseTimeout("00:00:05")]
    Task<long> Version();
}
