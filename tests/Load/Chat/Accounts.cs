using System.Net.Http.Headers;
using System.Net.Http.Json;
using ImOrleans.Protocol.Accounts;
using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Groups;
using ImOrleans.Protocol.Messages;

namespace ImOrleans.Load.Chat;

/// <summary>Users, conversations and groups over REST. Each request goes to the next address.</summary>
internal sealed class Accounts(params Uri[] urls) : IDisposable
{
    public const string Password = "load-password";

    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(15) };
    private int requests;
    private readonly string run = Guid.CreateVersion7().ToString("N")[^8..]; // A server that runs on has the users of earlier runs.

    /// <summary>Registers, and signs in once: the token is good for the user's requests and connection.</summary>
    public async Task<SessionReply> CreateAsync(string suffix)
    {
        (string username, _) = await RegisterAsync(suffix);
        return await SignInAsync(username, new DeviceInfo { Platform = "other", Name = "load" });
    }

    public string NameOf(string suffix) => $"load-{run}-{suffix}";

    public async Task<(string Username, string UserId)> RegisterAsync(string suffix)
    {
        string username = NameOf(suffix);
        RegisterRequest request = new() { Username = username, Password = Password };
        return (username, (await AskAsync<RegisterReply>(HttpMethod.Post, "/api/accounts", request, accessToken: null)).UserId);
    }

    public Task<SessionReply> SignInAsync(string username, DeviceInfo device)
    {
        SignInRequest request = new() { Username = username, Password = Password, Device = device };
        return AskAsync<SessionReply>(HttpMethod.Post, "/api/sessions", request, accessToken: null);
    }

    public async Task<string> OpenDirectAsync(string accessToken, string peerId) =>
        (await AskAsync<DirectReply>(HttpMethod.Post, "/api/conversations/direct", new DirectRequest { UserId = peerId }, accessToken)).ConversationId;

    public async Task<string> CreateGroupAsync(string accessToken, string name, string[] memberIds) =>
        (await AskAsync<GroupReply>(HttpMethod.Post, "/api/groups", new GroupRequest { Name = name, MemberIds = memberIds }, accessToken)).ConversationId;

    /// <summary>The next entries of a conversation, at most 200.</summary>
    public async Task<Message[]> ReadAsync(string accessToken, string conversationId, long after) => (await AskAsync<MessagePage>(
        HttpMethod.Get, $"/api/conversations/{conversationId}/messages?after={after}&limit=200", null, accessToken)).Messages;

    /// <exception cref="HttpRequestException">With the status of a refusal, or none when the server was not reached.</exception>
    public async Task<T> AskAsync<T>(HttpMethod method, string path, object? body, string? accessToken)
    {
        using HttpResponseMessage response = await SendAsync(method, path, body, accessToken);
        return (await response.Content.ReadFromJsonAsync<T>())!;
    }

    /// <inheritdoc cref="AskAsync{T}"/>
    public async Task CallAsync(HttpMethod method, string path, object? body, string accessToken) =>
        (await SendAsync(method, path, body, accessToken)).Dispose();

    public void Dispose() => http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, object? body, string? accessToken)
    {
        using HttpRequestMessage request = new(method, new Uri(urls[(uint)Interlocked.Increment(ref requests) % urls.Length], path));
        request.Content = body is null ? null : JsonContent.Create(body, body.GetType());
        request.Headers.Authorization = accessToken is null ? null : new AuthenticationHeaderValue("Bearer", accessToken);
        HttpResponseMessage response = await http.SendAsync(request);
        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        string refusal = $"{method} {path} got {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}";
        response.Dispose();
        throw new HttpRequestException(refusal, inner: null, response.StatusCode);
    }
}
