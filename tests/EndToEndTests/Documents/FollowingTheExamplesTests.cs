using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using ImOrleans.Protocol.Hubs;
using Xunit;

namespace ImOrleans.EndToEndTests.Documents;

/// <summary>A new server answers the examples of the protocol as they are written.</summary>
public sealed class FollowingTheExamplesTests : IAsyncDisposable
{
    private readonly Dictionary<string, ExampleConnection> connections = [];
    private readonly Shape shape = new([]);

    [Fact]
    public async Task Every_call_has_an_example_and_every_example_is_true()
    {
        await using SiloProcess silo = await SiloProcess.StartAsync();
        string page = await File.ReadAllTextAsync(Path.Combine(WorkingCopy.Root, "Client/Protocol/EXAMPLES.md"));
        Example[] examples = [.. ExampleReader.Read(page)];
        Assert.Empty(await MissingAsync(silo, examples));
        foreach (Example example in examples)
        {
            await FollowAsync(silo, example);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (ExampleConnection connection in connections.Values)
        {
            await connection.DisposeAsync();
        }
    }

    /// <summary>The calls of the hub and of the server's own description that no example shows.</summary>
    private static async Task<string[]> MissingAsync(SiloProcess silo, Example[] examples)
    {
        using JsonDocument description = JsonDocument.Parse(await silo.Http.GetStringAsync("openapi/v1.json"));
        string[] asked = [.. examples.OfType<Example.Rest>().Select(rest => $"{rest.Method} {rest.Path.Split('?')[0]}")];
        var routes =
            from path in description.RootElement.GetProperty("paths").EnumerateObject()
            from method in path.Value.EnumerateObject()
            select $"{method.Name.ToUpperInvariant()} {path.Name}";
        IEnumerable<string> called = examples.OfType<Example.Call>().Select(call => call.Method);
        return
        [
            .. routes.Where(route => !asked.Any(call => Regex.IsMatch(call, $"^{Regex.Replace(route, @"\{\w+\}", "[^/]+")}$"))),
            .. typeof(IChatHub).GetMethods().Select(method => method.Name).Except(called),
        ];
    }

    private async Task FollowAsync(SiloProcess silo, Example example)
    {
        switch (example)
        {
            case Example.Rest rest:
                await AskAsync(silo, rest);
                break;
            case Example.Call call:
                JsonElement answer = await (await ConnectAsync(silo, call.Person)).CallAsync(call.Method, shape.Fill(call.Arguments));
                string[] problems = call.Shape is null ? [] : shape.Compare(call.Shape, answer);
                Assert.True(
                    problems.Length == 0, $"{call.Person} > {call.Method}: {string.Join(", ", problems)}. It was answered with {answer}");
                break;
            case Example.Event pushed:
                await (await ConnectAsync(silo, pushed.Person)).ReceivesAsync(pushed.Method, pushed.Shape, shape);
                break;
        }
    }

    private async Task AskAsync(SiloProcess silo, Example.Rest rest)
    {
        string? token = rest.Token is null ? null : shape.Fill(rest.Token);
        using StringContent? body = rest.Body.Length == 0
            ? null
            : new StringContent(shape.Fill(rest.Body), Encoding.UTF8, "application/json");
        Answer answer = await new Api(silo.Http, token).AskAsync(rest.Method, shape.Fill(rest.Path), body);
        Assert.True(answer.Status == rest.Status, $"{rest.Method} {rest.Path} was answered with {answer.Status}: {answer.Text}");
        if (rest.Shape.Length == 0)
        {
            Assert.Equal("", answer.Text);
            return;
        }

        string[] problems = shape.Compare(rest.Shape, JsonSerializer.Deserialize<JsonElement>(answer.Text));
        Assert.True(problems.Length == 0, $"{rest.Method} {rest.Path}: {string.Join(", ", problems)}. It was answered with {answer.Text}");
    }

    /// <summary>The connection of anna has the token that an answer gave the name <c>annaToken</c>.</summary>
    private async Task<ExampleConnection> ConnectAsync(SiloProcess silo, string person)
    {
        if (!connections.TryGetValue(person, out ExampleConnection? connection))
        {
            connections[person] = connection = new ExampleConnection(silo.Address, shape[$"{person}Token"]);
            await connection.StartAsync();
        }

        return connection;
    }
}
