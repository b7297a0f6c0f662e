using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using ImOrleans.Gateway.Errors;
using ImOrleans.Gateway.Process;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace ImOrleans.Gateway.Hubs;

/// <summary>
/// The protocol of one connection, with the bound of a frame. SignalR has one bound for all protocols, and closes without a number. One connection
/// is read by one reader at a time.
/// </summary>
internal sealed class MeteredProtocol(IHubProtocol inner, GatewayOptions options) : IHubProtocol
{
    private const byte EndOfTextFrame = 0x1e;

    private readonly bool isText = inner.TransferFormat == TransferFormat.Text;
    private readonly int bound = inner.TransferFormat == TransferFormat.Text ? options.MaxJsonFrameBytes : options.MaxFrameBytes;
    private long searched;

    public string Name => inner.Name;

    public int Version => inner.Version;

    public TransferFormat TransferFormat => inner.TransferFormat;

    public bool IsVersionSupported(int version) => inner.IsVersionSupported(version);

    /// <exception cref="HubException">The frame is too large. SignalR closes the connection with this text.</exception>
    public bool TryParseMessage(ref ReadOnlySequence<byte> input, IInvocationBinder binder, [NotNullWhen(true)] out HubMessage? message)
    {
        while (!IsKnownUnfinished(input))
        {
            ReadOnlySequence<byte> rest = input.Length > bound ? input.Slice(0, bound) : input;
            long before = rest.Length;
            bool isParsed = inner.TryParseMessage(ref rest, binder, out message);
            if (rest.Length == before)
            {
                EnsureMayGrow(input.Length);
                searched = isText ? before : 0;
                return false;
            }

            searched = 0;
            input = input.Slice(rest.Start);
            if (isParsed)
            {
                return message is not null;
            }

            // A type of message that SignalR does not know: it leaves the frame out, and would read it again for ever.
        }

        message = null;
        return false;
    }

    public void WriteMessage(HubMessage message, IBufferWriter<byte> output) => inner.WriteMessage(message, output);

    public ReadOnlyMemory<byte> GetMessageBytes(HubMessage message) => inner.GetMessageBytes(message);

    /// <summary>A client can send a large frame byte by byte. Only what is new is searched for its end.</summary>
    private bool IsKnownUnfinished(ReadOnlySequence<byte> input)
    {
        if (searched == 0 || input.Slice(Math.Min(searched, input.Length)).PositionOf(EndOfTextFrame) is not null)
        {
            return input.IsEmpty;
        }

        EnsureMayGrow(input.Length);
        searched = input.Length;
        return true;
    }

    private void EnsureMayGrow(long bytes)
    {
        if (bytes > bound)
        {
            throw new HubException(new Refusal(ErrorCode.MessageTooLarge, $"A call is at most {bound} bytes as {Name}.").Text);
        }
    }
}
