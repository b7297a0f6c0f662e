using ImOrleans.Protocol.Messages;

namespace ImOrleans.Load.Checking.Recording;

/// <summary>All of an entry that must never change, in eight bytes (FNV-1a): the ledger of a million messages keeps no texts.</summary>
internal static class Fingerprint
{
    private const ulong Offset = 14_695_981_039_346_656_037;
    private const ulong Prime = 1_099_511_628_211;

    public static ulong Of(Message message) => Of(message.SenderId, message.ClientMessageId, message.Kind, TextOf(message.Content));

    public static ulong Of(string senderId, MessageDraft draft) => Of(senderId, draft.ClientMessageId, draft.Kind, draft.Content.Text ?? "");

    private static ulong Of(string senderId, string clientMessageId, string kind, string content)
    {
        ulong hash = Mix(Mix(Mix(Mix(Offset, senderId), clientMessageId), kind), content);
        return hash == 0 ? 1 : hash;
    }

    private static string TextOf(MessageContent content) =>
        content.Text ?? $"{content.Event} {content.ActorId} {string.Join(',', content.UserIds ?? [])} {content.Name}";

    private static ulong Mix(ulong hash, string text)
    {
        foreach (char send in text)
        {
            hash = (hash ^ send) * Prime;
        }

        return hash * Prime;
    }
}
