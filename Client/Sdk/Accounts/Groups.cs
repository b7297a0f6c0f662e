using ImOrleans.Client.Json;
using ImOrleans.Protocol.Groups;
using ImOrleans.Protocol.Limits;

namespace ImOrleans.Client.Accounts;

/// <summary>
/// Groups and their members. Every call fails with an <see cref="Protocol.Errors.ImException"/>; 1201 for a group that is not the user's.
/// </summary>
public sealed class Groups
{
    private readonly Api api;

    internal Groups(Api api) => this.api = api;

    /// <summary>Makes a group that the user owns. Not repeated by itself: a repetition makes a second group.</summary>
    /// <param name="name">1-64 characters; 1202 otherwise.</param>
    /// <param name="memberIds">The others, at most 499; 1205 when one of them is unknown.</param>
    /// <param name="cancellation">Gives up waiting; the outcome is then unknown.</param>
    public Task<GroupReply> CreateAsync(string name, IEnumerable<string> memberIds, CancellationToken cancellation = default) => api.PostAsync(
        "api/groups",
        new GroupRequest { Name = name, MemberIds = [.. memberIds] },
        ClientJson.Wire.GroupRequest,
        ClientJson.Wire.GroupReply,
        cancellation);

    /// <summary>Name, owner and number of members.</summary>
    /// <param name="groupId">Of the group.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    public Task<GroupInfo> GetAsync(string groupId, CancellationToken cancellation = default) =>
        api.GetAsync(PathOf(groupId), ClientJson.Wire.GroupInfo, cancellation);

    /// <summary>A page of members, longest first.</summary>
    /// <param name="groupId">Of the group.</param>
    /// <param name="limit">1-200.</param>
    /// <param name="next">Of the page before.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    public Task<MemberPage> ListMembersAsync(string groupId, int limit = ProtocolLimits.Page, string? next = null, CancellationToken cancellation = default) =>
        api.GetAsync($"{PathOf(groupId)}/members?{RestCalls.Page(limit, next)}", ClientJson.Wire.MemberPage, cancellation);

    /// <summary>Adds members; those who are members already are left as they are.</summary>
    /// <param name="groupId">Of the group.</param>
    /// <param name="userIds">1-200; 1205 otherwise, 1204 when the group is full.</param>
    /// <param name="cancellation">Gives up waiting; the outcome is then unknown.</param>
    public Task AddMembersAsync(string groupId, IEnumerable<string> userIds, CancellationToken cancellation = default) =>
        api.CallAsync($"{PathOf(groupId)}/members", new MembersRequest { UserIds = [.. userIds] }, ClientJson.Wire.MembersRequest,
            cancellation);

    /// <summary>Removes a member, which the owner may, or leaves; 1203 otherwise.</summary>
    /// <param name="groupId">Of the group.</param>
    /// <param name="userId">The member to remove.</param>
    /// <param name="cancellation">Gives up waiting; the outcome is then unknown.</param>
    public Task RemoveMemberAsync(string groupId, string userId, CancellationToken cancellation = default) =>
        api.DeleteAsync($"{PathOf(groupId)}/members/{Uri.EscapeDataString(userId)}", cancellation);

    private static string PathOf(string groupId) => $"api/groups/{Uri.EscapeDataString(groupId)}";
}
