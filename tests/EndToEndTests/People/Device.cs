using ImOrleans.EndToEndTests.Running;
using ImOrleans.Protocol.Accounts;
using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Groups;

namespace ImOrleans.EndToEndTests.People;

/// <summary>A device that is signed in. It may have several connections.</summary>
public sealed record Device(SiloProcess Silo, SessionReply Session)
{
    public string UserId => Session.UserId;

    public Api Api { get; } = new(Silo.Http, Session.AccessToken);

    public async Task<Connection> ConnectAsync(Wire wire = Wire.Json)
    {
        Connection connection = new(this, wire);
        await connection.StartAsync();
        return connection;
    }

    /// <summary>The same device with its next tokens.</summary>
    public async Task<Device> RefreshAsync() =>
        new(Silo, await new Api(Silo.Http).PostAsync<SessionReply>("api/sessions/refresh", new RefreshRequest { RefreshToken = Session.RefreshToken }));

    /// <returns>The id of the conversation with this person.</returns>
    public async Task<string> OpenDirectAsync(string userId) =>
        (await Api.PostAsync<DirectReply>("api/conversations/direct", new DirectRequest { UserId = userId })).ConversationId;

    public Task<GroupReply> CreateGroupAsync(string name, params IEnumerable<string> memberIds) =>
        Api.PostAsync<GroupReply>("api/groups", new GroupRequest { Name = name, MemberIds = [.. memberIds] });

    public Task AddAsync(GroupReply group, params string[] userIds) =>
        Api.PostAsync($"api/groups/{group.GroupId}/members", new MembersRequest { UserIds = userIds });

    public Task RemoveAsync(GroupReply group, string userId) => Api.DeleteAsync($"api/groups/{group.GroupId}/members/{userId}");

    public Task<MemberPage> MembersAsync(GroupReply group) => Api.GetAsync<MemberPage>($"api/groups/{group.GroupId}/members?limit=200");

    public async Task<ConversationSummary[]> ConversationsAsync() =>
        (await Api.GetAsync<ConversationPage>("api/conversations?limit=200")).Items;
}
