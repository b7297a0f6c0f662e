using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using ImOrleans.Protocol.Accounts;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;

namespace ImOrleans.ClusterTests.Running;

/// <summary>A user who asks what no well-behaved client asks: REST and hub by hand.</summary>
internal sealed class RawClient : IAsyncDisposable
{
    private const string Password = "correct horse";
    private readonly HttpClient http;
    private readonly HubConnection hub;

    private RawClient(HttpClient http, SessionReply session)
    {
        this.http = http;
        Session = session;
        hub = new HubConnectionBuilder().WithUrl(new Uri(http.BaseAddress!, "hubs/chat"), options => options.AccessTokenProvider = () => Task.FromResult<string?>(session.AccessToken)).Build();
    }

    public SessionReply Session { get; }

    public string UserId => Session.UserId;

    public static async Task<RawClient> SignUp(RealGateway gateway, string username)
    {
        using HttpClient stranger = new() { BaseAddress = gateway.Address };
        (await stranger.PostAsJsonAsync("api/accounts", new { username, password = Password })).EnsureSuccessStatusCode();
        return await SignIn(gateway, username);
    }

    public static async Task<RawClient> SignIn(RealGateway gateway, string username)
    {
        HttpClient http = new() { BaseAddress = gateway.Address };
        HttpResponseMessage answer = await http.PostAsJsonAsync("api/sessions", new { username, password = Password, device = new { platform = "web" } });
        SessionReply session = (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<SessionReply>())!;
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", session.AccessToken);
        RawClient client = new(http, session);
        await client.hub.StartAsync();
        return client;
    }

    /// <returns>The number of the refusal; 0 when it was done.</returns>
    public async Task<int> Ask(string method, string path, object? body = null) => (await AskFor(method, path, body)).Code;

    /// <returns>The answer beside it.</returns>
    public async Task<(int Code, JsonElement Answer)> AskFor(string method, string path, object? body = null)
    {
        using HttpRequestMessage request = new(new HttpMethod(method), path) { Content = body is null ? null : JsonContent.Create(body) };
        using HttpResponseMessage response = await http.SendAsync(request);
        if (response.StatusCode == HttpStatusCode.NoContent)
        {
            return (0, default);
        }

        JsonElement answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        return (response.IsSuccessStatusCode ? 0 : answer.GetProperty("code").GetInt32(), answer);
    }

    /// <returns>The number of the refusal; 0 when it was done.</returns>
    public async Task<int> Call(string method, params object?[] arguments)
    {
        try
        {
            await hub.InvokeCoreAsync<object?>(method, arguments);
            return 0;
        }
        catch (HubException refusal)
        {
            return int.Parse(refusal.Message.Split("HubException: ")[^1][..4], System.Globalization.CultureInfo.InvariantCulture);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await hub.DisposeAsync();
        http.Dispose();
    }
}
