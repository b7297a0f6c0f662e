using System.Text.Json;
using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Refusing;
using ImOrleans.EndToEndTests.Running;
using Xunit;
using static ImOrleans.EndToEndTests.Refusing.Tree;

namespace ImOrleans.EndToEndTests.Operating;

/// <summary>The data that operators see, and the answers to invalid requests.</summary>
public sealed class SeeingTests(OperatedSilo operated) : IClassFixture<OperatedSilo>, IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly SiloProcess silo = operated.Silo;
    private Operator root = null!;

    public async ValueTask InitializeAsync() => root = await Operator.SignInAsync(silo, operated.Root);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task The_dashboard_shows_this_silo_its_grains_and_their_methods()
    {
        Device ann = await (await Person.RegisterAsync(silo)).SignInAsync();
        string conversation = await ann.OpenDirectAsync(ann.UserId);
        await using Connection connection = await ann.ConnectAsync();
        JsonElement host = (await root.GetAsync("dashboard/DashboardCounters")).As<JsonElement>().GetProperty("hosts")[0];
        Assert.Equal((operated.SiloAddress, "Active"), (host.GetProperty("siloAddress").GetString(), host.GetProperty("status").GetString()));
        Assert.NotEmpty((await root.GetAsync($"dashboard/HistoricalStats/{operated.SiloAddress}")).As<JsonElement>().EnumerateArray());

        using CancellationTokenSource deadline = new(Patience);
        while (!(await root.GetAsync("dashboard/GrainStats/ImOrleans.Grains.Conversations.ConversationGrain")).Text.Contains("ConversationGrain.Send", StringComparison.Ordinal))
        {
            await connection.SayAsync(conversation, "not for operators");
            Assert.False(deadline.IsCancellationRequested, $"The dashboard did not show a method that is called within {Patience}.");
        }
    }

    [Fact]
    public async Task The_notifications_of_a_user_are_explained_without_texts()
    {
        Device ann = await (await Person.RegisterAsync(silo)).SignInAsync();
        JsonElement report = (await root.GetAsync($"api/admin/push/users/{ann.UserId}")).As<JsonElement>();
        Assert.Equal((0, 0), (report.GetProperty("waiting").GetInt32(), report.GetProperty("decisions").GetArrayLength()));
        (await root.GetAsync("api/admin/push/users/no%20id")).EnsureRefused(ErrorCode.InvalidId);
        (await ann.Api.AskAsync("GET", $"api/admin/push/users/{ann.UserId}")).EnsureRefused(ErrorCode.InvalidToken);
    }

    [Fact]
    public async Task Nothing_that_people_wrote_and_no_password_is_shown()
    {
        Device ann = await (await Person.RegisterAsync(silo)).SignInAsync();
        string conversation = await ann.OpenDirectAsync(ann.UserId);
        await using Connection connection = await ann.ConnectAsync();
        await connection.SayAsync(conversation, "not for operators");
        string[] types = (await root.GetAsync("dashboard/GrainTypes")).As<string[]>();
        Assert.Contains(types, type => type.EndsWith(".ConversationGrain", StringComparison.Ordinal));

        foreach (string type in types)
        {
            foreach (string id in (string[])[conversation, ann.UserId, operated.Root.Username, "0"])
            {
                Answer state = await root.GetAsync($"dashboard/GrainState?grainId={Uri.EscapeDataString(id)}&grainType={Uri.EscapeDataString(type)}");
                state.EnsureDone();
                Assert.DoesNotContain("not for operators", state.Text, StringComparison.Ordinal);
                Assert.DoesNotContain("Hash", state.Text, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task Each_page_of_others_runs_only_scripts_of_this_server()
    {
        foreach (string page in (string[])["dashboard/", "scalar/"])
        {
            string policy = (await root.AskAsync("GET", page)).ContentPolicy;
            Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
            Assert.DoesNotMatch("https?:|script-src[^;]*(unsafe|data:|\\*)|style-src-elem[^;]*unsafe", policy);
            Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        }

        string scalar = (await root.GetAsync("scalar/")).Text;
        Assert.DoesNotContain("https://", scalar, StringComparison.Ordinal);
        Assert.NotEqual(scalar, (await root.GetAsync("scalar/")).Text);
        (await root.GetAsync("operators/dashboard.js")).EnsureDone();
        Assert.Contains("../operators/dashboard.js", (await root.GetAsync("dashboard/", ("Accept-Encoding", "gzip"))).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SiloStats/nowhere")]
    [InlineData("SiloStats/127.0.0.1:1@1")]
    [InlineData("SiloCounters/%20")]
    [InlineData("SiloProperties/127.0.0.1:99999@x")]
    [InlineData("SiloMetadata/%01%7f")]
    [InlineData("HistoricalStats/%0d%0aSet-Cookie:%20a=b")]
    [InlineData("HistoricalStats/")]
    [InlineData("SiloStats/")]
    [InlineData("Reminders/99999999999999")]
    [InlineData("fonts/../../appsettings.json")]
    [InlineData("fonts/%2e%2e%2f%2e%2e%2fappsettings.json")]
    [InlineData("NoSuchThing")]
    public async Task Nonsense_in_an_address_is_refused_with_a_number(string path)
    {
        Reply reply = await root.AskAsync("GET", $"dashboard/{path}");
        Assert.True(reply.Answer.IsNumberedRefusal, $"{path} was answered with {reply.Answer.Status}: {reply.Answer.Text}");
        Assert.Null(reply.SetCookie);
        Reply stranger = await new Operator(silo).AskAsync("GET", $"dashboard/{path}", null, ("Accept", "text/html"));
        Assert.True(stranger.Answer.Status == 302 || stranger.Answer.IsNumberedRefusal, $"{path} was answered with {stranger.Answer.Status} to a stranger.");
    }

    [Theory]
    [InlineData("Reminders/-1")]
    [InlineData("Reminders/0")]
    [InlineData("Reminders/2147483647")]
    [InlineData("GrainStats/%0d%0a")]
    [InlineData("GrainState?grainId=%00&grainType=System.String")]
    [InlineData("GrainState?grainId=x&grainType=ImOrleans.Grains.Accounts.AccountGrain&grainId=y")]
    [InlineData("DashboardCounters?exclude=&exclude=%20&exclude=%ff")]
    [InlineData("TopGrainMethods?exclude=x")]
    public async Task Nonsense_that_means_nothing_is_answered_with_nothing(string path) => (await root.GetAsync($"dashboard/{path}")).EnsureDone();

    [Fact]
    public async Task Nonsense_in_a_sign_in_is_refused_with_a_number()
    {
        Operator stranger = new(silo);
        List<string> wrong = [];
        foreach ((string what, object? body) in Nonsense.Of(Map(("username", Person.Name()), ("password", Person.Password)), []))
        {
            Answer answer = (await stranger.AskAsync("POST", Operator.Session, JsonContent(body))).Answer;
            wrong.AddRange(answer.IsNumberedRefusal ? [] : [$"{what}: {answer.Status} {answer.Text}"]);
        }

        Assert.Empty(wrong);
        (await stranger.AskAsync("POST", Operator.Session, new FormUrlEncodedContent([new("username", "a")]))).Answer.EnsureRefusedAs(415);
        (await stranger.AskAsync("PUT", Operator.Session, JsonContent(null))).Answer.EnsureRefusedAs(405);
        (await root.AskAsync("POST", "dashboard/", JsonContent(null))).Answer.EnsureRefusedAs(405);
    }

    private static StringContent JsonContent(object? body) =>
        new(body is null ? "null" : JsonSerializer.Serialize(body, Api.Json), System.Text.Encoding.UTF8, "application/json");
}
