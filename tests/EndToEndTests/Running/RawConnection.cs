using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace ImOrleans.EndToEndTests.Running;

/// <summary>A TCP connection to the server, from a chosen address of this machine, that sends exactly the given bytes.</summary>
public sealed class RawConnection : IDisposable
{
    private const string Question = "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    /// <param name="from">Any address in 127.0.0.0/8.</param>
    public static async Task<RawConnection> OpenAsync(SiloProcess silo, string from)
    {
        RawConnection raw = new();
        raw.socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
        using CancellationTokenSource deadline = new(Patience);
        try
        {
            await raw.socket.ConnectAsync(IPAddress.Parse(silo.Address.Host), silo.Address.Port, deadline.Token);
        }
        catch (SocketException)
        {
            // Closed before the system had finished opening it: it answers nothing, as any closed one.
        }

        return raw;
    }

    public static Task<RawConnection[]> OpenAsync(SiloProcess silo, string from, int count) =>
        Task.WhenAll(Enumerable.Range(0, count).Select(_ => OpenAsync(silo, from)));

    /// <returns>False when the server closed instead of answering.</returns>
    public async Task<bool> IsAnsweredAsync()
    {
        try
        {
            await WriteAsync(Question);
            return (await ReadAnswerAsync()).StartsWith("HTTP/1.1 200", StringComparison.Ordinal);
        }
        catch (SocketException)
        {
            return false;
        }
    }

    public async Task WriteAsync(string text) => await socket.SendAsync(Encoding.ASCII.GetBytes(text));

    /// <summary>Returns when the server has closed.</summary>
    public async Task ClosesAsync()
    {
        try
        {
            while (await ReadAsync() is { Length: > 0 })
            {
            }
        }
        catch (SocketException)
        {
            // It was reset, which is a close too.
        }
    }

    public void Dispose() => socket.Dispose();

    /// <summary>Head and body may arrive in any number of pieces, and a rest of this answer must not be taken for the next one.</summary>
    /// <returns>The bytes from before the server closed, if it closes before the end.</returns>
    private async Task<string> ReadAnswerAsync()
    {
        StringBuilder answer = new();
        while (!IsWhole(answer.ToString()) && await ReadAsync() is { Length: > 0 } piece)
        {
            answer.Append(piece);
        }

        return answer.ToString();
    }

    /// <summary>RFC 9112, section 6: a body ends after its Content-Length, or after its last chunk, which is empty.</summary>
    private static bool IsWhole(string answer)
    {
        const string end = "\r\n\r\n";
        int head = answer.IndexOf(end, StringComparison.Ordinal);
        if (head < 0)
        {
            return false;
        }

        Match length = Regex.Match(answer[..head], @"^Content-Length: (\d+)\r?$", RegexOptions.IgnoreCase | RegexOptions.Multiline);
        return length.Success
            ? answer.Length - head - end.Length >= int.Parse(length.Groups[1].Value, CultureInfo.InvariantCulture)
            : answer.EndsWith("\r\n0" + end, StringComparison.Ordinal);
    }

    /// <returns>Some text; empty when the server has closed.</returns>
    private async Task<string> ReadAsync()
    {
        byte[] buffer = new byte[4096];
        using CancellationTokenSource deadline = new(Patience);
        try
        {
            return Encoding.ASCII.GetString(buffer, 0, await socket.ReceiveAsync(buffer, deadline.Token));
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"The server neither answered nor closed within {Patience}.");
        }
    }
}
