using System.Diagnostics.CodeAnalysis;
using ImOrleans.Gateway.Limits;
using ImOrleans.Gateway.Process;
using Microsoft.AspNetCore.SignalR;

namespace ImOrleans.Gateway.Delivery;

/// <summary>
/// Writes frames to one socket in their order, without making the pusher wait. When a client reads too slowly, its queue is dropped and it
/// is asked to pull: the log has every entry, and the queue must not grow without bound.
/// </summary>
internal sealed class ConnectionWriter(HubConnectionContext socket, UnsentBytes unsent, GatewayOptions options, GatewayMetrics metrics)
{
    private readonly Lock gate = new();
    private readonly Queue<SerializedHubMessage> waiting = new(0);
    private long waitingBytes;
    private Task drained = Task.CompletedTask;
    private bool draining;
    private bool behind;
    private bool closed;

    public void Write(SerializedHubMessage frame)
    {
        lock (gate)
        {
            if (draining)
            {
                Queue(frame);
            }
            else if (!closed)
            {
                WriteNow(frame);
            }
        }
    }

    /// <summary>Drops what waits and takes nothing after this frame.</summary>
    /// <returns>Ends when the frame is written, which a client that does not read can put off for ever.</returns>
    public Task WriteLast(SerializedHubMessage frame)
    {
        lock (gate)
        {
            Clear();
            behind = false;
            Write(frame);
            closed = true;
            return drained;
        }
    }

    private void Queue(SerializedHubMessage frame)
    {
        if (behind || closed)
        {
            return;
        }

        int bytes = SizeOf(frame);
        if (waiting.Count >= options.SlowClientQueue || waitingBytes + bytes > options.SlowClientBytes || !unsent.TryAdd(bytes))
        {
            Clear();
            behind = true;
            metrics.ClientBehind();
            return;
        }

        waiting.Enqueue(frame);
        waitingBytes += bytes;
    }

    private void Clear()
    {
        waiting.Clear();
        unsent.Remove(waitingBytes);
        waitingBytes = 0;
    }

    /// <summary>A frame for many connections keeps its bytes; asking makes none twice.</summary>
    private int SizeOf(SerializedHubMessage frame) => frame.GetSerializedMessage(socket.Protocol).Length;

    private void WriteNow(SerializedHubMessage frame)
    {
        ValueTask writing = socket.WriteAsync(frame);
        if (!writing.IsCompletedSuccessfully)
        {
            draining = true;
            drained = Drain(writing);
        }
    }

    /// <summary>Writing does not throw: SignalR ends the connection instead, and then takes everything as written.</summary>
    private async Task Drain(ValueTask writing)
    {
        await writing;
        while (TryTake(out SerializedHubMessage? frame))
        {
            await socket.WriteAsync(frame);
        }
    }

    private bool TryTake([NotNullWhen(true)] out SerializedHubMessage? frame)
    {
        lock (gate)
        {
            if (behind)
            {
                // Only now: what is dropped after this frame was taken could not be covered by it.
                behind = false;
                frame = ClientFrames.CheckHeads;
                return true;
            }

            draining = waiting.TryDequeue(out frame);
            long taken = draining ? SizeOf(frame!) : waitingBytes;
            waitingBytes -= taken;
            unsent.Remove(taken);
            return draining;
        }
    }
}
