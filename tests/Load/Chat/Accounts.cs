using System.Net.Http.Headers;
using System.Net.Http.Json;
using ImOrleans.Protocol.Accounts;
using ImOrleans.Protocol.Conversations;

namespace ImOrleans.Load.Chat;

/// <summary>Users over REST. Each signs in once; the token is good for its requests and its connection.</summary>
internal sealed class Accounts(Uri url) : IDisposable
{
    private const string Password = "load-password";
    private readonly HttpClient http = new() { BaseAddress = url };
    private readonly string run = Guid.CreateVersion7().ToString("N")[^8..]; // A server of somebody else has the users of earlier runs.

    public async Task<SessionReply> CreateAsync(string suffix)
    {
        string username = $"load-{run}-{suffix}";
        await PostAsync<RegisterRequest, RegisterReply>("/api/accounts", new() { Username = username, Password = Password }, accessToken: null);
        SignInRequest signIn = new() { Username = username, Password = Password, Device = new() { Platform = "other", Name = "load" } };
        return await PostAsync<SignInRequest, SessionReply>("/api/sessions", signIn, accessToken: null);
    }

    public async Task<string> OpenDirectAsync(SessionReply session, string peerId) =>
        (await PostAsync<DirectRequest, DirectReply>("/api/conversations/direct", new() { UserId = peerId }, session.AccessToken)).ConversationId;

    public void Dispose() => http.Dispose();

    private async Task<TReply> PostAsync<TRequest, TReply>(string path, TRequest body, string? accessToken)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri(path, UriKind.Relative)) { Content = JsonContent.Create(body) };
        request.Headers.Authorization = accessToken is null ? null : new AuthenticationHeaderValue("Bearer", accessToken);
        using HttpResponseMessage response = await http.SendAsync(request);
        return response.IsSuccessStatusCode
            ? (await response.Content.ReadFromJsonAsync<TReply>())!
            : throw new InvalidOperationException($"POST {path} got {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
    }
}
