using System.Text.Json;
using ImOrleans.Client.Json;
using ImOrleans.Protocol.Errors;
using ImOrleans.Protocol.Limits;
using ImOrleans.Protocol.Messages;

namespace ImOrleans.Client.Outgoing;

/// <summary>
/// Sizes of drafts. The server bounds the weight of a body; a frame is bounded by its bytes as JSON. The weight is never more than these bytes,
/// so a call that is within the bound as JSON is within the bound of the weight too.
/// </summary>
internal static class DraftSize
{
    /// <summary>The bytes of a draft as JSON.</summary>
    public static int Of(MessageDraft draft) => JsonSerializer.SerializeToUtf8Bytes(draft, ClientJson.Wire.MessageDraft).Length;

    /// <param name="draft">The draft to send.</param>
    /// <param name="mostContent">The bytes of all strings of its content.</param>
    /// <returns>The bytes of the draft as JSON.</returns>
    /// <exception cref="ImException">1004 when the draft is too large for any call.</exception>
    public static int Ensure(MessageDraft draft, int mostContent)
    {
        int weight = MessageWeight.Of(draft.Content);
        if (weight > mostContent)
        {
            throw new ImException(ErrorCode.MessageTooLarge, $"The content of a message is at most {mostContent} bytes; this one is {weight}.");
        }

        int bytes = Of(draft);
        return bytes <= ProtocolLimits.SendBytes
            ? bytes
            : throw new ImException(ErrorCode.MessageTooLarge, $"A message is at most {ProtocolLimits.SendBytes} bytes; this one is {bytes}.");
    }
}
