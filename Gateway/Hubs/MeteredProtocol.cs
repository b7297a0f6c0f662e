using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using ImOrleans.Gateway.Delivery;
using ImOrleans.Gateway.Errors;
using ImOrleans.Gateway.Limits;
using ImOrleans.Gateway.Process;
using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Hubs;
using ImOrleans.Protocol.Messages;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace ImOrleans.Gateway.Hubs;

/// <summary>
/// The protocol of one connection, which counts its frames before any hub method does, and refuses frames over the bound of their protocol.
/// SignalR has one bound for all protocols, and closes without a number. One reader and one writer at a time, as SignalR has them.
/// </summary>
internal sealed class MeteredProtocol(IHubProtocol inner, GatewayOptions options, ChatConnection connection, UnsentBytes unsent) : IHubProtocol
{
    private const byte EndOfTextFrame = 0x1e;

    /// <summary>The size of an unfinished frame that every connection can hold.</summary>
    private const int FreeBytes = 64 * 1024;

    private readonly bool isText = inner.TransferFormat == TransferFormat.Text;
    private readonly int bound = inner.TransferFormat == TransferFormat.Text ? options.MaxJsonFrameBytes : options.MaxFrameBytes;
    private long searched;
    private long held;

    public string Name => inner.Name;

    public int Version => inner.Version;

    public TransferFormat TransferFormat => inner.TransferFormat;

    public bool IsVersionSupported(int version) => inner.IsVersionSupported(version);

    /// <exception cref="HubException">The frame is too large, or one too many. SignalR closes the connection with this text.</exception>
    public bool TryParseMessage(ref ReadOnlySequence<byte> input, IInvocationBinder binder, [NotNullWhen(true)] out HubMessage? message)
    {
        message = null;
        if (IsKnownUnfinished(input))
        {
            return false;
        }

        ReadOnlySequence<byte> rest = input.Length > bound ? input.Slice(0, bound) : input;
        long before = rest.Length;
        bool isParsed = inner.TryParseMessage(ref rest, binder, out message);
        if (rest.Length == before)
        {
            Hold(input.Length);
            searched = isText ? before : 0;
            return false;
        }

        Release();
        input = input.Slice(rest.Start);
        Count(before - rest.Length, message);

        // SignalR leaves out a frame of an unknown type. It consumes only after true, and would read that frame again with the next bytes.
        message = isParsed && !IsUnanswerable(message!) ? message! : PingMessage.Instance;
        return true;
    }

    public void WriteMessage(HubMessage message, IBufferWriter<byte> output)
    {
        inner.WriteMessage(message, output);
        if (message is CompletionMessage { Result: MessagePage or SyncResult })
        {
            connection.Reads.Written();
        }
    }

    /// <summary>The unfinished frame has its end, or its connection is gone.</summary>
    public void Release()
    {
        searched = 0;
        if (held > 0)
        {
            unsent.Remove(held);
            held = 0;
        }
    }

    public ReadOnlyMemory<byte> GetMessageBytes(HubMessage message) => inner.GetMessageBytes(message);

    /// <summary>A read without a waiter for its answer is dropped: its answer would never be written, and so never end.</summary>
    private static bool IsUnanswerable(HubMessage message) =>
        message is InvocationMessage { InvocationId: null or "" } call
        && (call.Target.Equals(nameof(IChatHub.History), StringComparison.OrdinalIgnoreCase)
            || call.Target.Equals(nameof(IChatHub.Sync), StringComparison.OrdinalIgnoreCase));

    /// <summary>Hub methods count the calls that reach them; the rest is counted here.</summary>
    private void Count(long bytes, HubMessage? message)
    {
        bool isCall = message is InvocationMessage { StreamIds: null or { Length: 0 } } && !IsUnanswerable(message);
        if (connection.Budget.RefuseFrame(bytes, isCall) is { } refused)
        {
            throw new HubException(Refusal.From(refused)!.Text);
        }
    }

    /// <summary>A client can send a large frame byte by byte. Only what is new is searched for its end.</summary>
    private bool IsKnownUnfinished(ReadOnlySequence<byte> input)
    {
        if (searched == 0 || input.Slice(Math.Min(searched, input.Length)).PositionOf(EndOfTextFrame) is not null)
        {
            return input.IsEmpty;
        }

        Hold(input.Length);
        searched = input.Length;
        return true;
    }

    /// <summary>A large frame waits in memory for its end. A user with many connections could have one at each.</summary>
    private void Hold(long bytes)
    {
        if (bytes > bound)
        {
            throw new HubException(new Refusal(ErrorCode.MessageTooLarge, $"A call is at most {bound} bytes as {Name}.").Text);
        }

        if (bytes > FreeBytes)
        {
            if (!unsent.TryAdd(bytes - held))
            {
                throw new HubException(Refusal.From(UnsentBudgets.Full())!.Text);
            }

            held = bytes;
        }
    }
}
