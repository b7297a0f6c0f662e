using System.Net.Sockets;

namespace ImOrleans.Load.Checking.Network;

/// <summary>One connection through the proxy.</summary>
internal sealed class Link(Socket client, Func<Weather> weather) : IDisposable
{
    private const int PieceSize = 16 * 1024;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);
    private readonly Socket server = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    /// <summary>Carries until one side ends, then ends the other.</summary>
    public async Task CarryAsync(string host, int port)
    {
        try
        {
            (client.NoDelay, server.NoDelay) = (true, true);
            await server.ConnectAsync(host, port);
            await Task.WhenAny(PumpAsync(client, server), PumpAsync(server, client));
        }
        catch (SocketException)
        {
            // The server does not listen: the client learns it by the end of its connection.
        }
        finally
        {
            Cut();
        }
    }

    public void Cut()
    {
        // Without lingering a close is a reset.
        foreach (Socket socket in (Socket[])[client, server])
        {
            try
            {
                socket.LingerState = new LingerOption(enable: true, seconds: 0);
                socket.Close();
            }
            catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
            {
                // It had ended already.
            }
        }
    }

    public void Dispose() => Cut();

    private async Task PumpAsync(Socket from, Socket to)
    {
        byte[] piece = new byte[PieceSize];
        try
        {
            while (await from.ReceiveAsync(piece.AsMemory(0, weather().BytesPerSecond is { } rate ? Math.Min(PieceSize, Math.Max(64, rate / 20)) : PieceSize)) is > 0 and var count)
            {
                await DelayAsync(count);
                for (int sent = 0; sent < count;)
                {
                    sent += await to.SendAsync(piece.AsMemory(sent, count - sent));
                }
            }
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // One of the two is gone; so is the link.
        }
    }

    private async Task DelayAsync(int count)
    {
        Weather now = weather();
        while (now.Stands)
        {
            await Task.Delay(Look);
            now = weather();
        }

        TimeSpan delay = now.Delay + (now.BytesPerSecond is { } rate ? TimeSpan.FromSeconds((double)count / rate) : TimeSpan.Zero);
        if (delay > TimeSpan.Zero)
        {
            await Task.Delay(delay);
        }
    }
}
