using System.Net;
using System.Text.Json;
using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using Xunit;

namespace ImOrleans.EndToEndTests.Refusing;

/// <summary>Frames and requests that no hub method and no route counts.</summary>
public sealed class FloodingTests(SharedSilo shared)
{
    private const char EndOfFrame = '\u001e';

    private static readonly string[] Strays =
    [
        """{"type":6}""",
        """{"type":1,"target":"Nothing","arguments":[]}""",
        """{"type":1,"invocationId":"1","target":"Nothing","arguments":[]}""",
        """{"type":1,"target":"Read","arguments":["d:a:b"]}""",
        """{"type":1,"invocationId":"1","target":"Send","arguments":[7]}""",
        """{"type":1,"invocationId":"1","target":"Typing","arguments":["d:a:b"],"streamIds":["1"]}""",
        """{"type":1,"target":"History","arguments":["d:a:b",{}]}""",
        """{"type":2,"invocationId":"7","item":1}""",
        """{"type":3,"invocationId":"7","result":1}""",
        """{"type":4,"invocationId":"7","target":"Read","arguments":["d:a:b",1]}""",
        """{"type":5,"invocationId":"7"}""",
        """{"type":99}""",

        // Good calls, which their own limit refuses from the 41st on.
        """{"type":1,"target":"ReportState","arguments":["foreground"]}""",
        """{"type":1,"invocationId":"1","target":"ReportState","arguments":["foreground"]}""",
    ];

    [Fact]
    public async Task A_connection_that_goes_on_is_closed_with_the_number_and_so_is_its_user()
    {
        await using SiloProcess silo = await SiloProcess.StartAsync(
            "--Im:Limits:StrayBurst=32", "--Im:Limits:StraysPerSecond=1", "--Im:Limits:UserStrayBurst=80", "--Im:Limits:UserStraysPerSecond=1",
            "--Im:Limits:CallBurst=40", "--Im:Limits:CallsPerSecond=1", "--Im:Limits:ByteBurst=4194304", "--Im:Limits:BytesPerSecond=65536");
        foreach (string frame in Strays)
        {
            Device eve = await (await Person.RegisterAsync(silo)).SignInAsync();
            using RawSocket modest = await RawSocket.OpenAsync(silo, eve.Session.AccessToken);
            await modest.WriteAsync(string.Join(EndOfFrame, Enumerable.Repeat(frame, 20)));
            Assert.True((await modest.InvokeAsync("ReportState", "background")).TryGetProperty("type", out _), frame);

            await EnsureClosedAsync(silo, eve, string.Join(EndOfFrame, Enumerable.Repeat(frame, 120)), frame);
        }

        Device ann = await (await Person.RegisterAsync(silo)).SignInAsync();
        string pings = string.Join(EndOfFrame, Enumerable.Repeat(Strays[0], 30));
        for (int number = 0; number < 2; number++)
        {
            using RawSocket socket = await RawSocket.OpenAsync(silo, ann.Session.AccessToken);
            await socket.WriteAsync(pings);
            await socket.InvokeAsync("ReportState", "background");
        }

        await EnsureClosedAsync(silo, ann, pings, "the pings of a third connection");
    }

    [Fact]
    public async Task A_frame_of_an_unknown_type_counts_once_however_the_frames_arrive()
    {
        await using SiloProcess silo = await SiloProcess.StartAsync("--Im:Limits:StrayBurst=32", "--Im:Limits:StraysPerSecond=1");
        Device eve = await (await Person.RegisterAsync(silo)).SignInAsync();
        using RawSocket modest = await RawSocket.OpenAsync(silo, eve.Session.AccessToken);
        using RawSocket other = await RawSocket.OpenAsync(silo, eve.Session.AccessToken);
        for (int frame = 0; frame < 30; frame++)
        {
            // The answer on the other connection lets the server read this frame before the next one comes.
            await modest.WriteAsync("""{"type":99}""");
            await other.InvokeAsync("ReportState", "background");
        }

        Assert.True((await modest.InvokeAsync("ReportState", "background")).TryGetProperty("type", out _));
    }

    [Fact]
    public async Task A_connection_that_sends_too_many_bytes_is_closed_with_the_number()
    {
        await using SiloProcess silo = await SiloProcess.StartAsync("--Im:Limits:ByteBurst=4194304", "--Im:Limits:BytesPerSecond=65536");
        Device eve = await (await Person.RegisterAsync(silo)).SignInAsync();
        string call = $$"""{"type":1,"invocationId":"1","target":"ReportState","arguments":["foreground"],"padding":"{{new string('x', 200_000)}}"}""";

        await EnsureClosedAsync(silo, eve, string.Join(EndOfFrame, Enumerable.Repeat(call, 40)), "padding");
    }

    [Fact]
    public async Task Large_frames_that_never_end_are_bounded_for_each_user()
    {
        await using SiloProcess silo = await SiloProcess.StartAsync("--Im:Gateway:MaxUnsentPerUser=1048576");
        Device eve = await (await Person.RegisterAsync(silo)).SignInAsync();
        RawSocket[] sockets = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => RawSocket.OpenAsync(silo, eve.Session.AccessToken)));
        string frame = $$"""{"type":1,"invocationId":"1","target":"ReportState","arguments":["foreground"],"padding":"{{new string('x', 700 * 1024)}}"}""";

        Task<JsonElement>[] answers = Array.ConvertAll(sockets, socket => socket.AnswerAsync("1"));
        await Task.WhenAll(sockets.Select(socket => WriteAsync(socket, frame, ends: false)));
        Task<JsonElement> closed = await Task.WhenAny(answers);
        Assert.Contains("HubException: 1906 ", (await Assert.ThrowsAsync<InvalidOperationException>(() => closed)).Message, StringComparison.Ordinal);

        // The server notices a moment later that they have gone; then a frame of this size is taken, as long as it ends.
        Array.ForEach(sockets, socket => socket.Dispose());
        using CancellationTokenSource deadline = new(TimeSpan.FromSeconds(30));
        while (!await IsAnsweredAsync(silo, eve, frame))
        {
            Assert.False(deadline.IsCancellationRequested, "What the connections held is still counted.");
        }
    }

    private static async Task<bool> IsAnsweredAsync(SiloProcess silo, Device device, string frame)
    {
        using RawSocket socket = await RawSocket.OpenAsync(silo, device.Session.AccessToken);
        await WriteAsync(socket, frame);
        try
        {
            return (await socket.AnswerAsync("1")).GetProperty("type").GetInt32() == 3;
        }
        catch (InvalidOperationException closed) when (closed.Message.Contains("HubException: 1906 ", StringComparison.Ordinal))
        {
            return false;
        }
    }

    /// <summary>
    /// It costs more than any other answer to a stranger, so it is made once: nothing in it can be of the one who asked first.
    /// </summary>
    [Fact]
    public async Task The_description_is_the_same_for_everybody()
    {
        using HttpResponseMessage first = await AskAsync(request => request.Headers.Host = "stranger.example");
        using HttpResponseMessage again = await AskAsync(request => request.Headers.IfNoneMatch.Add(first.Headers.ETag!));
        using HttpResponseMessage small = await AskAsync(request => request.Headers.AcceptEncoding.ParseAdd("br"));

        Assert.DoesNotContain("stranger.example", await first.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("/api/sessions/refresh", await first.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        Assert.Equal(["br"], small.Content.Headers.ContentEncoding);
    }

    private static async Task EnsureClosedAsync(SiloProcess silo, Device device, string frames, string what)
    {
        using RawSocket socket = await RawSocket.OpenAsync(silo, device.Session.AccessToken);
        await Task.WhenAll(WriteAsync(socket, frames), EndsAsync(socket, what));
    }

    private static async Task WriteAsync(RawSocket socket, string frames, bool ends = true)
    {
        try
        {
            await socket.WriteAsync(frames, ends);
        }
        catch (System.Net.WebSockets.WebSocketException)
        {
            // The server closed before it had read all of it.
        }
    }

    private static async Task EndsAsync(RawSocket socket, string what)
    {
        string[] answers = await socket.ReadToEndAsync();
        string last = answers.LastOrDefault(answer => answer.Contains("\"type\":7", StringComparison.Ordinal)) ?? $"no close after {what}";
        Assert.Matches(@"""type"":7.*HubException: 1905 .*\[class=limit\] \[retryAfterMs=\d+\]", last);
    }

    private async Task<HttpResponseMessage> AskAsync(Action<HttpRequestMessage> change)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, "openapi/v1.json");
        change(request);
        return await shared.Silo.Http.SendAsync(request);
    }
}
