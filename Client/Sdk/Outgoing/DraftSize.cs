using System.Text.Json;
using ImOrleans.Client.Json;
using ImOrleans.Protocol.Errors;
using ImOrleans.Protocol.Messages;

namespace ImOrleans.Client.Outgoing;

/// <summary>The bytes of a draft as JSON.</summary>
internal static class DraftSize
{
    public static int Of(MessageDraft draft) => JsonSerializer.SerializeToUtf8Bytes(draft, ClientJson.Wire.MessageDraft).Length;

    /// <exception cref="ImException">1004 when the draft is too large for any call.</exception>
    public static int Ensure(MessageDraft draft, int most) => Of(draft) is var bytes && bytes <= most
        ? bytes
        : throw new ImException(ErrorCode.MessageTooLarge, $"A message is at most {most} bytes; this one is {bytes}.");
}
