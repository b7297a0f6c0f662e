using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using ImOrleans.Protocol.Limits;
using Xunit;
using static ImOrleans.EndToEndTests.Refusing.Tree;

namespace ImOrleans.EndToEndTests.Refusing;

public sealed partial class RefusingOverRestTests(SharedSilo shared) : IAsyncLifetime
{
    private readonly Api stranger = new(shared.Silo.Http);
    private Scene scene = null!;
    private Endpoint[] endpoints = [];

    public async ValueTask InitializeAsync()
    {
        scene = await Scene.SetAsync(shared.Silo);
        endpoints = [.. Endpoints.Of(scene)];
    }

    public ValueTask DisposeAsync() => scene.DisposeAsync();

    [Fact]
    public async Task Every_endpoint_is_tried()
    {
        JsonElement document = await stranger.GetAsync<JsonElement>("openapi/v1.json");

        IEnumerable<string> offered = document.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(method => $"{method.Name.ToUpperInvariant()} {path.Name}"));

        Assert.Equal(offered.Order(StringComparer.Ordinal), endpoints.Select(endpoint => endpoint.ToString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Without_a_token_that_is_good_nothing_is_done()
    {
        Device revoked = await (await Person.RegisterAsync(shared.Silo)).SignInAsync();
        await revoked.Api.DeleteAsync($"api/sessions/{revoked.Session.DeviceId}");
        Tokens tokens = new(shared.Silo, scene.Ann.Session.AccessToken);
        await new Api(shared.Silo.Http, tokens.Genuine).GetAsync<JsonElement>("api/users/me");

        foreach (Endpoint endpoint in endpoints.Where(endpoint => !endpoint.IsOpen))
        {
            (await AskAsync(stranger, endpoint)).EnsureRefused(ErrorCode.InvalidToken);
            foreach (string token in tokens.Bad)
            {
                (await AskAsync(new Api(shared.Silo.Http, token), endpoint)).EnsureRefused(ErrorCode.InvalidToken);
            }

            (await AskAsync(revoked.Api, endpoint)).EnsureRefused(ErrorCode.SessionEnded);
        }

        await scene.EnsureUnmovedAsync();
    }

    [Fact]
    public async Task A_bad_token_does_not_keep_anybody_from_signing_in()
    {
        Person person = await Person.RegisterAsync(shared.Silo);
        Api stale = new(shared.Silo.Http, "garbage");

        await stale.GetAsync<JsonElement>("api/server");
        await stale.PostAsync("api/accounts", new { username = Person.Name(), password = Person.Password });
        await stale.PostAsync("api/sessions", new { username = person.Username, password = Person.Password, device = new { platform = "web" } });
    }

    [Fact]
    public async Task A_stranger_is_refused_and_cannot_tell_the_foreign_from_the_unknown()
    {
        Api eve = scene.Eve.Api;
        object send = new { drafts = new[] { Drafts.Text("let me in") } };
        string unknownDirect = $"d:0:{scene.Bob.Device.UserId}";

        foreach (string foreign in new[] { scene.Direct, scene.Group.ConversationId })
        {
            foreach (string unknown in new[] { unknownDirect, "g:unknown", $"d:{scene.Eve.UserId}:z" })
            {
                await EnsureAlikeAsync(ErrorCode.NotAMember, id => eve.AskAsync("GET", $"api/conversations/{id}/messages"), foreign, unknown);
                await EnsureAlikeAsync(ErrorCode.NotAMember, id => eve.AskAsync("POST", $"api/conversations/{id}/messages", send), foreign, unknown);
            }
        }

        string group = scene.Group.GroupId;
        object add = new { userIds = new[] { scene.Eve.UserId } };
        await EnsureAlikeAsync(ErrorCode.NotInGroup, id => eve.AskAsync("GET", $"api/groups/{id}"), group, "unknown");
        await EnsureAlikeAsync(ErrorCode.NotInGroup, id => eve.AskAsync("GET", $"api/groups/{id}/members"), group, "unknown");
        await EnsureAlikeAsync(ErrorCode.NotInGroup, id => eve.AskAsync("POST", $"api/groups/{id}/members", add), group, "unknown");
        await EnsureAlikeAsync(ErrorCode.NotInGroup, id => eve.AskAsync("DELETE", $"api/groups/{id}/members/{scene.Ann.UserId}"), group, "unknown");
        await EnsureAlikeAsync(ErrorCode.NotInGroup, id => eve.AskAsync("DELETE", $"api/groups/{id}/members/{scene.Eve.UserId}"), group, "unknown");
        await EnsureAlikeAsync(ErrorCode.UnknownDevice, id => eve.AskAsync("DELETE", $"api/sessions/{id}"), scene.Ann.Session.DeviceId, "unknown");
        await scene.EnsureUnmovedAsync();
    }

    [Fact]
    public async Task Nonsense_in_a_body_is_refused_with_a_number()
    {
        List<string> wrong = [];
        int tried = 0;
        foreach (Endpoint endpoint in endpoints.Where(endpoint => endpoint.Body is not null))
        {
            foreach ((string what, object? body) in Nonsense.Of(endpoint.Body, endpoint.Allowed))
            {
                Refuse(wrong, what, await scene.Ann.Api.AskAsync(endpoint.Method, scene.Fill(endpoint.Path), body));
                tried++;
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(tried > 250, $"Only {tried} requests were tried.");
        await scene.EnsureUnmovedAsync();
    }

    [Fact]
    public async Task A_body_that_is_no_json_is_refused_with_a_number()
    {
        string[] malformed = ["", " ", "{", "}", "{\"drafts\":[}", "[1,", "nul", "\"", "{\"a\":\"\\ud800\"}", "\u0000", new string('[', 10_000), "{'a':1}", "<xml/>"];
        List<string> wrong = [];
        foreach (Endpoint endpoint in endpoints.Where(endpoint => endpoint.Body is not null))
        {
            string path = scene.Fill(endpoint.Path);
            string right = JsonSerializer.Serialize(endpoint.Body);
            foreach (string text in malformed.Where(text => !endpoint.Allowed.Contains(": a map") || !text.StartsWith("{\"a\"", StringComparison.Ordinal)))
            {
                Refuse(wrong, text, await scene.Ann.Api.AskAsync(endpoint.Method, path, Content(text)));
            }

            Refuse(wrong, "a lone surrogate", await scene.Ann.Api.AskAsync(endpoint.Method, path, Content(LastText().Replace(right, "\"\\ud800\""))));
            Refuse(wrong, "no UTF-8", await scene.Ann.Api.AskAsync(endpoint.Method, path, NoUtf8(LastText().Replace(right, "\"\u00ff\""))));
            foreach (string type in new[] { "text/plain", "application/xml", "application/x-www-form-urlencoded", "multipart/form-data" })
            {
                Refuse(wrong, type, await scene.Ann.Api.AskAsync(endpoint.Method, path, Content(right, type)), status: 415);
            }

            Refuse(wrong, "no body", await scene.Ann.Api.AskAsync(endpoint.Method, path));
            int bound = endpoint.Path.EndsWith("/messages", StringComparison.Ordinal) ? ProtocolLimits.JsonFrameBytes : ProtocolLimits.FrameBytes;
            string huge = $"{right[..^1]},\"unknown\":\"{new string('x', bound)}\"}}";
            Refuse(wrong, "a body over the bound", await scene.Ann.Api.AskAsync(endpoint.Method, path, Content(huge)), status: 413);
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        await scene.EnsureUnmovedAsync();
    }

    [Theory]
    [InlineData("api/presence", ErrorCode.InvalidId, "userIds=", "userIds=a,,b", "userIds=a,b!", "userIds=%00", "userIds=a%20b", "userIds=%2C", "x=1")]
    [InlineData("api/conversations/{0}/messages", ErrorCode.InvalidRange, "limit=0", "limit=201", "limit=-1", "limit=x", "limit=", "limit=99999999999999999999")]
    [InlineData("api/conversations/{0}/messages", ErrorCode.InvalidRange, "after=-1", "after=x", "after=9007199254740992", "before=-1", "before=1.5")]
    [InlineData("api/conversations/{0}/messages", ErrorCode.InvalidRange, "after=1&before=3", "after=&before=", "before=99999999999999999999")]
    [InlineData("api/conversations", ErrorCode.InvalidRange, "limit=0", "limit=201", "limit=%00", "limit=1e3")]
    [InlineData("api/conversations", ErrorCode.InvalidCursor, "next=", "next=x", "next=-1", "next=%00", "next=99999999999999999999999")]
    [InlineData("api/groups/{1}/members", ErrorCode.InvalidRange, "limit=0", "limit=201", "limit=true")]
    [InlineData("api/groups/{1}/members", ErrorCode.InvalidCursor, "next=", "next=x", "next=-1", "next=%00", "next=99999999999999999999999")]
    [InlineData("api/users", ErrorCode.InvalidQuery, "query=", "query=a", "query=%20a%20", "query=%09%0A%20", "", "query=ann&ids=a")]
    [InlineData("api/users", ErrorCode.InvalidId, "ids=", "ids=a,,b", "ids=a,b!", "ids=%00", "ids=a%20b", "ids=%2C")]
    public async Task Numbers_and_cursors_outside_their_bounds_are_refused(string path, ErrorCode code, params string[] queries)
    {
        string place = string.Format(System.Globalization.CultureInfo.InvariantCulture, path, scene.Direct, scene.Group.GroupId);
        foreach (string query in queries)
        {
            (await scene.Ann.Api.AskAsync("GET", $"{place}?{query}")).EnsureRefused(code);
        }
    }

    [Fact]
    public async Task Cursors_and_queries_of_10000_characters_or_control_characters_are_no_bug()
    {
        List<string> wrong = [];
        foreach (string text in new[] { Nonsense.Lengthy[..4000], "%01%02", "%00%00%00", "%F0%28%8C%28", "%ED%A0%80%ED%A0%80", "%25%25%25" })
        {
            foreach (string path in new[] { "api/users?query=", "api/conversations?next=", $"api/groups/{scene.Group.GroupId}/members?next=" })
            {
                Answer answer = await scene.Ann.Api.AskAsync("GET", path + text);
                if (answer.Status != 200)
                {
                    Refuse(wrong, text, answer);
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task An_id_that_cannot_be_is_refused_wherever_an_id_belongs()
    {
        string[] bad = ["%20", "a!b", "a%2Fb", "%01", "%C3%BC", new string('x', 65), new string('x', 4000), "d:", "d:a", "d:b:a", "d:a:b:c", "g:", "g:a:b", "G:a", "%F0%9F%91%8B"];
        List<string> wrong = [];
        foreach (Endpoint endpoint in endpoints.Where(endpoint => endpoint.Path.Contains('{', StringComparison.Ordinal)))
        {
            foreach (string id in bad)
            {
                string path = endpoint.Path.Contains("{userId}", StringComparison.Ordinal)
                    ? $"api/groups/{scene.Group.GroupId}/members/{id}"
                    : scene.Fill(endpoint.Path.Replace("{id}", id, StringComparison.Ordinal).Replace("{deviceId}", id, StringComparison.Ordinal));
                Answer answer = endpoint.Body is null
                    ? await scene.Ann.Api.AskAsync(endpoint.Method, path)
                    : await scene.Ann.Api.AskAsync(endpoint.Method, path, endpoint.Body);
                Refuse(wrong, path, answer);
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        await scene.EnsureUnmovedAsync();
    }

    [Fact]
    public async Task Drafts_beyond_their_bounds_are_refused_and_at_their_bounds_taken()
    {
        string id = await scene.Ann.OpenDirectAsync(scene.Ann.UserId);
        foreach ((object?[] drafts, ErrorCode? code) in DraftCases.All)
        {
            Answer answer = await scene.Ann.Api.AskAsync("POST", $"api/conversations/{id}/messages", Map(("drafts", drafts)));
            if (code is { } refused)
            {
                answer.EnsureRefused(refused);
            }
            else
            {
                answer.EnsureDone();
            }
        }
    }

    [Fact]
    public async Task More_than_200_new_members_at_once_are_refused()
    {
        object add = new { userIds = Enumerable.Range(0, 201).Select(i => $"user{i}") };

        (await scene.Ann.Api.AskAsync("POST", $"api/groups/{scene.Group.GroupId}/members", add)).EnsureRefused(ErrorCode.InvalidMembers);
        (await scene.Ann.Api.AskAsync("POST", $"api/groups/{scene.Group.GroupId}/members", new { userIds = Array.Empty<string>() })).EnsureRefused(ErrorCode.InvalidMembers);
        (await scene.Ann.Api.AskAsync("POST", $"api/groups/{scene.Group.GroupId}/members", new { userIds = new[] { scene.Eve.UserId, "nobody" } })).EnsureRefused(ErrorCode.UnknownUser);
        await scene.EnsureUnmovedAsync();
    }

    [Theory]
    [InlineData("GET", "api/nothing", 404)]
    [InlineData("GET", "api/users/me/", 200)]
    [InlineData("PUT", "api/users/me", 405)]
    [InlineData("DELETE", "api/accounts", 405)]
    [InlineData("GET", "hubs/nothing", 404)]
    public async Task An_unknown_address_answers_with_a_number_too(string method, string path, int status)
    {
        Answer answer = await scene.Ann.Api.AskAsync(method, path);

        Assert.Equal(status, answer.Status);
        Assert.True(status == 200 || answer.IsNumberedRefusal, answer.ToString());
    }

    private static ByteArrayContent NoUtf8(string text) =>
        new(Encoding.Latin1.GetBytes(text)) { Headers = { ContentType = new("application/json") } };

    /// <summary>The last text of a JSON document, which is a value.</summary>
    [GeneratedRegex("\"[^\"]*\"(?=[^\"]*$)")]
    private static partial Regex LastText();

    private static StringContent Content(string text, string type = "application/json") => new(text, Encoding.UTF8, type);

    private Task<Answer> AskAsync(Api api, Endpoint endpoint) => endpoint.Body is null
        ? api.AskAsync(endpoint.Method, scene.Fill(endpoint.Path))
        : api.AskAsync(endpoint.Method, scene.Fill(endpoint.Path), endpoint.Body);

    private static async Task EnsureAlikeAsync(ErrorCode code, Func<string, Task<Answer>> ask, string foreign, string unknown)
    {
        Answer first = await ask(foreign);
        Answer second = await ask(unknown);
        first.EnsureRefused(code);
        Assert.Equal((first.Status, first.ContentType, first.Text), (second.Status, second.ContentType, second.Text));
    }

    private static void Refuse(List<string> wrong, string what, Answer answer, int? status = null)
    {
        if (!answer.IsNumberedRefusal || (status ?? answer.Status) != answer.Status)
        {
            string shown = what.Length > 60 ? what[..60] : what;
            wrong.Add($"{answer.Request[..Math.Min(answer.Request.Length, 120)]} with {shown}: {answer.Status} {answer.ContentType} {answer.Text}");
        }
    }
}
