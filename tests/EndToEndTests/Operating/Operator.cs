using System.Net.Http.Json;
using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using Xunit;

namespace ImOrleans.EndToEndTests.Operating;

/// <summary>A browser on the operators' pages, with the cookie that it was given, or another, or none.</summary>
public sealed class Operator(SiloProcess silo, string? cookie = null)
{
    public const string CookieName = "im-operator";
    public const string Session = "api/operators/session";

    // Shared and never disposed of: cookies and redirects are what is looked at, so nothing here follows or keeps them.
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false });

    /// <summary>The token in the cookie.</summary>
    public string Cookie => cookie ?? throw new InvalidOperationException("There is no session. Sign in first.");

    public static async Task<Operator> SignInAsync(SiloProcess silo, Person person)
    {
        Reply reply = await new Operator(silo).SignInAsync(person.Username, Person.Password);
        reply.Answer.EnsureDone();
        return new Operator(silo, reply.Cookie);
    }

    public Task<Reply> SignInAsync(string username, string password, params (string Name, string Value)[] headers) =>
        AskAsync("POST", Session, new { username, password }, headers);

    public async Task<Answer> GetAsync(string path, params (string Name, string Value)[] headers) => (await AskAsync("GET", path, null, headers)).Answer;

    public async Task<Reply> AskAsync(string method, string path, object? body = null, params (string Name, string Value)[] headers)
    {
        using HttpRequestMessage request = new(new HttpMethod(method), new Uri(silo.Address, path));
        request.Content = body is null or HttpContent ? body as HttpContent : JsonContent.Create(body, options: Api.Json);
        if (cookie is not null)
        {
            request.Headers.TryAddWithoutValidation("Cookie", $"{CookieName}={cookie}");
        }

        foreach ((string name, string value) in headers)
        {
            Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        }

        using HttpResponseMessage response = await Http.SendAsync(request);
        return new Reply(
            new Answer($"{method} {path}", (int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsStringAsync()),
            response.Headers.Location?.OriginalString,
            response.Headers.TryGetValues("Set-Cookie", out IEnumerable<string>? set) ? Assert.Single(set) : null,
            response.Headers.TryGetValues("Content-Security-Policy", out IEnumerable<string>? policy) ? Assert.Single(policy) : "",
            response.Headers.CacheControl?.ToString());
    }
}
