using System.Text.Json;
using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using ImOrleans.Protocol.Messages;
using Xunit;

namespace ImOrleans.EndToEndTests.Starting;

public sealed class LoggingTests
{
    private const string Marker = "xyzzy-not-for-any-log";

    /// <summary>At the level that an operator may turn on to see more.</summary>
    [Fact]
    public async Task Tokens_passwords_and_message_texts_never_reach_the_output()
    {
        await using SiloProcess silo = await SiloProcess.StartAsync(
            "--Logging:LogLevel:Default=Information", "--Logging:LogLevel:Microsoft=Information", "--Logging:LogLevel:Orleans=Information");
        Person bob = await Person.RegisterAsync(silo);
        Device ann = await (await Person.RegisterAsync(silo)).SignInAsync();
        string id = await ann.OpenDirectAsync(bob.UserId);

        await SayAsync(ann, id);
        await MisbehaveAsync(silo, ann, id);

        Assert.Equal(0, await silo.StopAsync());
        string printed = silo.Run.Everything;
        Assert.Contains("ImOrleans is ready", printed, StringComparison.Ordinal);
        Assert.All(
            [Marker, ann.Session.AccessToken, ann.Session.RefreshToken, Person.Password, await File.ReadAllTextAsync(Path.Combine(silo.DataPath, "signing.key"))],
            secret => Assert.DoesNotContain(secret.Trim(), printed, StringComparison.Ordinal));
    }

    private static async Task SayAsync(Device ann, string id)
    {
        using RawSocket socket = await RawSocket.OpenAsync(ann.Silo, ann.Session.AccessToken);
        JsonElement answer = await socket.InvokeAsync("Send", id, new[] { Draft(Marker) });
        Assert.Equal(1, answer.GetProperty("result")[0].GetProperty("seq").GetInt64());
        await using Connection reader = await ann.ConnectAsync(Wire.MessagePack);
        Assert.Equal(Marker, Assert.Single(await reader.EverythingAsync(id)).Content.Text);
    }

    /// <summary>Every refusal has a text of its own, in which what was refused could be.</summary>
    private static async Task MisbehaveAsync(SiloProcess silo, Device ann, string id)
    {
        using RawSocket socket = await RawSocket.OpenAsync(silo, ann.Session.AccessToken);
        await socket.InvokeAsync("Send", id, new[] { Draft(string.Concat(Enumerable.Repeat(Marker, 1000))) });
        await socket.InvokeAsync("Send", id, new[] { new { clientMessageId = Marker, kind = Marker, content = new { text = Marker } } });
        await socket.InvokeAsync("Send", id, new[] { new { content = new { text = Marker } } });
        await socket.InvokeAsync("Send", Marker, new[] { Draft(Marker) });
        await socket.InvokeAsync("Sync", new { cursor = Marker });
        await socket.InvokeAsync("Read", id, Marker);
        await socket.WriteAsync($"{{\"type\":1,\"{Marker}");
        Assert.NotEmpty(await socket.ReadToEndAsync());

        Api stranger = new(silo.Http);
        await ann.Api.AskAsync("POST", $"api/conversations/{id}/messages", new { drafts = new[] { Draft(Marker) with { Kind = Marker } } });
        await ann.Api.AskAsync("POST", $"api/conversations/{id}/messages", new StringContent($"{{\"drafts\":[{{\"content\":\"{Marker}\"", null, "application/json"));
        await stranger.AskAsync("POST", "api/sessions", new { username = "somebody", password = Marker, device = new { platform = Marker } });
        await stranger.AskAsync("POST", "api/sessions/refresh", new { refreshToken = $"{ann.Session.RefreshToken}{Marker}" });
        await new Api(silo.Http, ann.Session.AccessToken + Marker).AskAsync("GET", "api/users/me");
        await Assert.ThrowsAnyAsync<Exception>(() => RawSocket.OpenAsync(silo, ann.Session.AccessToken + Marker));
    }

    private static MessageDraft Draft(string text) => Drafts.Text(text);
}
