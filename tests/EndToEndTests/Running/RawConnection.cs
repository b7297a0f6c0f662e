using System.Net;
using System.Net.Sockets;
using System.Text;

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
            return (await ReadAsync()).StartsWith("HTTP/1.1 200", StringComparison.Ordinal);
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
