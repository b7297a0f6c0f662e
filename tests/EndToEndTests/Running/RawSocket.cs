using System.Globalization;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using ImOrleans.EndToEndTests.People;

namespace ImOrleans.EndToEndTests.Running;

/// <summary>A hub connection by hand, as a client opens it that cannot set headers, and as no SDK would use it.</summary>
public sealed class RawSocket : IDisposable
{
    private const char EndOfFrame = '\u001e';
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ClientWebSocket socket = new();
    private readonly StringBuilder unread = new();
    private HttpMessageInvoker? invoker;
    private int invocations;

    /// <param name="asSubprotocol">As our page does; otherwise the token is in the address.</param>
    /// <param name="forwardedFor">The address of the client as a proxy in front names it.</param>
    /// <param name="hasSmallBuffer">Bytes that the client does not read wait in the server, not in the system of the client.</param>
    public static async Task<RawSocket> OpenAsync(SiloProcess silo, string accessToken, bool asSubprotocol = false, string? forwardedFor = null, bool hasSmallBuffer = false)
    {
        RawSocket raw = new();
        foreach (string asked in asSubprotocol ? ["im", $"im.bearer.{accessToken}"] : Array.Empty<string>())
        {
            raw.socket.Options.AddSubProtocol(asked);
        }

        if (forwardedFor is not null)
        {
            raw.socket.Options.SetRequestHeader("X-Forwarded-For", forwardedFor);
        }

        using CancellationTokenSource deadline = new(Patience);
        raw.invoker = hasSmallBuffer ? new HttpMessageInvoker(new SocketsHttpHandler { ConnectCallback = ConnectAsync }) : null;
        await raw.socket.ConnectAsync(
            new Uri($"ws://{silo.Address.Authority}/hubs/chat{(asSubprotocol ? "" : $"?access_token={Uri.EscapeDataString(accessToken)}")}"), raw.invoker, deadline.Token);
        await raw.WriteAsync("""{"protocol":"json","version":1}""");
        if (await raw.ReadAsync(deadline.Token) is not "{}")
        {
            throw new InvalidOperationException("The server did not accept the handshake.");
        }

        return raw;
    }

    /// <summary>Writes a frame, well-formed or not.</summary>
    public async Task WriteAsync(string frame, bool ends = true)
    {
        using CancellationTokenSource deadline = new(Patience);
        await socket.SendAsync(Encoding.UTF8.GetBytes(ends ? frame + EndOfFrame : frame), WebSocketMessageType.Text, endOfMessage: true, deadline.Token);
    }

    /// <summary>Calls a hub method and returns the completion frame.</summary>
    public async Task<JsonElement> InvokeAsync(string target, params object?[] arguments)
    {
        string id = (++invocations).ToString(CultureInfo.InvariantCulture);
        await WriteAsync(JsonSerializer.Serialize(new { type = 1, invocationId = id, target, arguments }, Api.Json));
        return await AnswerAsync(id);
    }

    /// <returns>The completion frame of an invocation.</returns>
    public async Task<JsonElement> AnswerAsync(string id)
    {
        using CancellationTokenSource deadline = new(Patience);
        string last = "";
        while (await ReadAsync(deadline.Token) is { } frame)
        {
            last = frame;
            JsonElement read = JsonSerializer.Deserialize<JsonElement>(frame);
            if (read.GetProperty("type").GetInt32() == 3 && read.GetProperty("invocationId").GetString() == id)
            {
                return read;
            }
        }

        throw new InvalidOperationException($"The connection closed before {id} was answered. {last}");
    }

    /// <returns>The next completion frame, of whatever invocation.</returns>
    public async Task<JsonElement> NextAnswerAsync()
    {
        using CancellationTokenSource deadline = new(Patience);
        while (await ReadAsync(deadline.Token) is { } frame)
        {
            JsonElement read = JsonSerializer.Deserialize<JsonElement>(frame);
            if (read.GetProperty("type").GetInt32() == 3)
            {
                return read;
            }
        }

        throw new InvalidOperationException("The connection closed before an answer came.");
    }

    /// <returns>All frames until the server has closed.</returns>
    public async Task<string[]> ReadToEndAsync()
    {
        using CancellationTokenSource deadline = new(Patience);
        List<string> frames = [];
        while (await ReadAsync(deadline.Token) is { } frame)
        {
            frames.Add(frame);
        }

        return [.. frames];
    }

    /// <returns>The next frame; null once the server has closed.</returns>
    private async Task<string?> ReadAsync(CancellationToken deadline)
    {
        byte[] buffer = new byte[16 * 1024];
        while (true)
        {
            string text = unread.ToString();
            if (text.IndexOf(EndOfFrame, StringComparison.Ordinal) is >= 0 and var end)
            {
                unread.Remove(0, end + 1);
                return text[..end];
            }

            try
            {
                WebSocketReceiveResult read = await socket.ReceiveAsync(buffer, deadline);
                if (read.MessageType == WebSocketMessageType.Close)
                {
                    return null;
                }

                unread.Append(Encoding.UTF8.GetString(buffer, 0, read.Count));
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"The server wrote nothing that was waited for within {Patience}.");
            }
            catch (WebSocketException)
            {
                return null;
            }
        }
    }

    public void Dispose()
    {
        socket.Dispose();
        invoker?.Dispose();
    }

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        Socket tcp = new(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 16 * 1024 };
        await tcp.ConnectAsync(context.DnsEndPoint, cancellation);
        return new NetworkStream(tcp, ownsSocket: true);
    }
}
