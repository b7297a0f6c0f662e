using System.Text.Json;
using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using ImOrleans.Protocol.Hubs;
using ImOrleans.Protocol.Limits;
using ImOrleans.Protocol.Messages;
using Microsoft.AspNetCore.SignalR;
using Xunit;

namespace ImOrleans.EndToEndTests.Refusing;

public sealed class RefusingOnTheHubTests(SharedSilo shared) : IAsyncLifetime
{
    private Scene scene = null!;

    public async ValueTask InitializeAsync() => scene = await Scene.SetAsync(shared.Silo);

    public ValueTask DisposeAsync() => scene.DisposeAsync();

    [Fact]
    public void Every_method_is_tried() =>
        Assert.Equal(typeof(IChatHub).GetMethods().Select(method => method.Name).Order(), HubCalls.Right(scene).Select(call => call.Method).Order());

    [Theory, ClassData(typeof(EachWire))]
    public async Task Nonsense_is_refused_with_a_number_or_does_not_bind(Wire wire)
    {
        await using Connection ann = await scene.Ann.ConnectAsync(wire);
        List<string> wrong = [];
        int tried = 0;
        foreach (HubCall call in HubCalls.Right(scene))
        {
            foreach ((string what, object? arguments) in Nonsense.Of(call.Arguments, call.Allowed))
            {
                if (arguments is object?[] list)
                {
                    await TryAsync(ann, call.Method, what, list, wrong);
                    tried++;
                }
            }

            await TryAsync(ann, call.Method, "an argument too few", call.Arguments[..^1], wrong);
            await TryAsync(ann, call.Method, "an argument too many", [.. call.Arguments, 7], wrong);
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(tried > 150, $"Only {tried} calls were tried.");
        await ann.SyncAsync();
        await scene.EnsureUnmovedAsync();
    }

    [Theory, ClassData(typeof(EachWire))]
    public async Task Values_beyond_their_bounds_are_refused_and_at_their_bounds_taken(Wire wire)
    {
        await using Connection ann = await scene.Ann.ConnectAsync(wire);
        string id = await scene.Ann.OpenDirectAsync(scene.Ann.UserId);
        foreach ((object?[] drafts, ErrorCode? code) in DraftCases.All)
        {
            await EnsureAsync(ann, code, nameof(IChatHub.Send), id, drafts);
        }

        foreach ((string method, object?[] arguments, ErrorCode? code) in HubCalls.Bounds(scene))
        {
            await EnsureAsync(ann, code, method, arguments);
        }

        await scene.EnsureUnmovedAsync();
    }

    [Theory, ClassData(typeof(EachWire))]
    public async Task A_stranger_is_refused_and_cannot_tell_the_foreign_from_the_unknown(Wire wire)
    {
        await using Connection eve = await scene.Eve.ConnectAsync(wire);
        foreach ((string id, string nowhere) in new[] { (scene.Direct, "g:unknown"), (scene.Group.ConversationId, "d:unknown:unknown") })
        {
            foreach (HubCall foreign in HubCalls.About(id).Where(call => call.Method is not (nameof(IChatHub.Delivered) or nameof(IChatHub.Sync))))
            {
                string asked = await RefusalAsync(eve, foreign);
                HubCall unknown = HubCalls.About(nowhere).Single(call => call.Method == foreign.Method);
                Assert.Contains("HubException: 1001 ", asked, StringComparison.Ordinal);
                Assert.Equal(asked, await RefusalAsync(eve, unknown));
            }

            await eve.DeliveredAsync(id, 1);
            await eve.DeliveredAsync(nowhere, 1);
        }

        await scene.EnsureUnmovedAsync();
        Assert.Empty(scene.Bob.Events.Of<DeliveredMoved>());
        Assert.Empty(scene.Bob.Events.Of<ReadMoved>());
        Assert.Empty(scene.Bob.Events.Of<Typed>());
        Assert.Empty(eve.Events.Of<Posted>());
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task Without_a_token_that_is_good_there_is_no_connection(bool asSubprotocol)
    {
        Device revoked = await (await Person.RegisterAsync(shared.Silo)).SignInAsync();
        await revoked.Api.DeleteAsync($"api/sessions/{revoked.Session.DeviceId}");
        Tokens tokens = new(shared.Silo, scene.Ann.Session.AccessToken);
        using RawSocket genuine = await RawSocket.OpenAsync(shared.Silo, tokens.Genuine, asSubprotocol);

        (await new Api(shared.Silo.Http).AskAsync("POST", "hubs/chat/negotiate?negotiateVersion=1")).EnsureRefused(ErrorCode.InvalidToken);
        (await revoked.Api.AskAsync("POST", "hubs/chat/negotiate?negotiateVersion=1")).EnsureRefused(ErrorCode.SessionEnded);
        foreach (string token in tokens.Bad)
        {
            (await new Api(shared.Silo.Http, token).AskAsync("POST", "hubs/chat/negotiate?negotiateVersion=1")).EnsureRefused(ErrorCode.InvalidToken);
            await Assert.ThrowsAsync<System.Net.WebSockets.WebSocketException>(() => RawSocket.OpenAsync(shared.Silo, token, asSubprotocol));
        }

        await Assert.ThrowsAsync<System.Net.WebSockets.WebSocketException>(() => RawSocket.OpenAsync(shared.Silo, "", asSubprotocol));
        await Assert.ThrowsAsync<System.Net.WebSockets.WebSocketException>(() => RawSocket.OpenAsync(shared.Silo, revoked.Session.AccessToken, asSubprotocol));
    }

    /// <summary>An address ends up in the logs of every proxy on its way.</summary>
    [Fact]
    public async Task Over_rest_a_token_in_the_address_is_none() =>
        (await new Api(shared.Silo.Http).AskAsync("GET", $"api/users/me?access_token={scene.Ann.Session.AccessToken}")).EnsureRefused(ErrorCode.InvalidToken);

    [Theory, ClassData(typeof(EachWire))]
    public async Task A_method_that_does_not_exist_is_refused(Wire wire)
    {
        await using Connection ann = await scene.Ann.ConnectAsync(wire);
        List<string> wrong = [];
        foreach (string method in new[] { "Nothing", " ", "OnConnectedAsync", "Dispose", "ToString", "MessagesPosted", "get_Context" })
        {
            await TryAsync(ann, method, "nothing", [], wrong);
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        await ann.SyncAsync();
    }

    [Theory]
    [InlineData(Wire.Json, ProtocolLimits.JsonFrameBytes)]
    [InlineData(Wire.MessagePack, ProtocolLimits.FrameBytes)]
    public async Task A_frame_over_its_bound_ends_only_its_own_connection_with_the_number(Wire wire, int bound)
    {
        await using Connection ann = await scene.Ann.ConnectAsync(wire);
        await using Connection other = await scene.Ann.ConnectAsync(wire);
        await HubRefusals.EnsureRefused(ErrorCode.MessageTooLarge, () => ann.SayAsync(scene.Direct, new string('x', bound - 1024)));

        await Assert.ThrowsAnyAsync<Exception>(() => ann.SayAsync(scene.Direct, new string('x', bound)));

        Assert.Matches(@"HubException: 1004 .* \[class=bad-value\]", await ann.ClosesAsync());
        await other.SyncAsync();
        await scene.EnsureUnmovedAsync();
        await using Connection again = await scene.Ann.ConnectAsync(wire);
    }

    /// <summary>The .NET client writes each of these characters as six bytes of JSON.</summary>
    [Theory, ClassData(typeof(EachWire))]
    public async Task The_largest_send_is_taken_however_it_is_escaped(Wire wire)
    {
        await using Connection ann = await scene.Ann.ConnectAsync(wire);
        string id = await scene.Ann.OpenDirectAsync(scene.Ann.UserId);
        string text = new('<', ProtocolLimits.SendBytes / ProtocolLimits.DraftsPerSend);
        MessageDraft[] drafts = [.. Enumerable.Range(10, ProtocolLimits.DraftsPerSend).Select(i => Drafts.Text(text) with { ClientMessageId = $"{i}{new string('<', 62)}" })];

        Assert.Equal(3, (await ann.SendAsync(id, [.. Enumerable.Repeat(new string('"', ProtocolLimits.MessageBytes), 3).Select(Drafts.Text)]))[^1].Seq);
        Assert.Equal(3 + drafts.Length, (await ann.SendAsync(id, drafts))[^1].Seq);
        SendReply over = await scene.Ann.Api.PostAsync<SendReply>($"api/conversations/{id}/messages", new SendRequest { Drafts = drafts });
        Assert.True(over.Receipts[^1].Duplicate);
    }

    /// <summary>Trickled frames are put together; an unknown type of frame is left out, and what follows it is read.</summary>
    [Fact]
    public async Task A_frame_may_come_in_pieces_and_behind_one_of_an_unknown_type()
    {
        using RawSocket socket = await RawSocket.OpenAsync(shared.Silo, scene.Ann.Session.AccessToken);
        await socket.WriteAsync("""{"type":99}""");
        foreach (char piece in """{"type":1,"invocationId":"x","target":"Sync",""")
        {
            await socket.WriteAsync(piece.ToString(), ends: false);
        }

        await socket.WriteAsync("""  "arguments":[{}]}""");

        Assert.True((await socket.AnswerAsync("x")).TryGetProperty("result", out _));
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("{\"type\":1,\"target\":")]
    [InlineData("[]")]
    [InlineData("{\"type\":\"one\"}")]
    [InlineData("{\"type\":1}")]
    [InlineData("{\"type\":1,\"invocationId\":\"1\",\"target\":\"Send\",\"arguments\":7}")]
    public async Task A_frame_that_cannot_be_read_ends_only_its_own_connection(string frame)
    {
        using RawSocket socket = await RawSocket.OpenAsync(shared.Silo, scene.Ann.Session.AccessToken);

        await socket.WriteAsync(frame);

        Assert.DoesNotContain(await socket.ReadToEndAsync(), answer => answer.Contains("\"type\":3", StringComparison.Ordinal));
        await scene.EnsureUnmovedAsync();
    }

    /// <summary>Frames of the SignalR protocol that this hub has no use for.</summary>
    [Theory]
    [InlineData("""{"type":2,"invocationId":"7","item":1}""")]
    [InlineData("""{"type":3,"invocationId":"7","result":1}""")]
    [InlineData("""{"type":4,"invocationId":"7","target":"Read","arguments":["d:a:b",1]}""")]
    [InlineData("""{"type":4,"invocationId":"7","target":"Nothing","arguments":[]}""")]
    [InlineData("""{"type":5,"invocationId":"7"}""")]
    [InlineData("""{"type":1,"invocationId":"7","target":"Typing","arguments":["d:\ud800:b"]}""")]
    [InlineData("""{"type":1,"invocationId":"7","target":"Typing","arguments":["d:a:b"],"streamIds":["1"]}""")]
    public async Task A_frame_that_is_of_no_use_is_refused_or_ignored(string frame)
    {
        using RawSocket socket = await RawSocket.OpenAsync(shared.Silo, scene.Ann.Session.AccessToken);

        await socket.WriteAsync(frame);
        JsonElement synced = await socket.InvokeAsync(nameof(IChatHub.Sync), new { });

        Assert.True(synced.TryGetProperty("result", out _) || HubRefusals.IsRefusal(synced.GetProperty("error").GetString()!), synced.ToString());
        await scene.EnsureUnmovedAsync();
    }

    private static async Task TryAsync(Connection connection, string method, string what, object?[] arguments, List<string> wrong)
    {
        try
        {
            await connection.CallAsync(method, arguments);
            wrong.Add($"{method} with {what} was taken.");
        }
        catch (HubException e) when (HubRefusals.IsRefusal(e.Message))
        {
        }
        catch (Exception e)
        {
            wrong.Add($"{method} with {what}: {e.GetType().Name} {e.Message}");
        }
    }

    private static async Task EnsureAsync(Connection connection, ErrorCode? code, string method, params object?[] arguments)
    {
        if (code is { } refused)
        {
            await HubRefusals.EnsureRefused(refused, () => connection.CallAsync(method, arguments));
        }
        else
        {
            await connection.CallAsync(method, arguments);
        }
    }

    private static async Task<string> RefusalAsync(Connection connection, HubCall call) =>
        (await Assert.ThrowsAsync<HubException>(() => connection.CallAsync(call.Method, call.Arguments))).Message;
}
