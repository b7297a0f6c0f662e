using System.Text;
using ImOrleans.Protocol.Errors;
using ImOrleans.Protocol.Messages;

namespace ImOrleans.Grains.Conversations;

/// <summary>What a client may ask of a conversation. Pure. <see cref="Permission"/> decides who may.</summary>
internal static class ConversationRules
{
    public const int MaxPage = 200;
    private const int DefaultPage = 50;
    private const int MaxMentions = 50;

    public static void EnsureDrafts(MessageDraft[] drafts, SendOptions options)
    {
        if (drafts.Length < 1 || drafts.Length > options.MaxDraftsPerSend)
        {
            throw new ImException(ErrorCode.InvalidDraft, $"A send is 1 to {options.MaxDraftsPerSend} drafts; this one is {drafts.Length}.");
        }

        int total = 0;
        foreach (MessageDraft draft in drafts)
        {
            total += EnsureDraft(draft, options);
        }

        if (total > options.MaxSendBytes)
        {
            throw new ImException(ErrorCode.MessageTooLarge, $"The drafts of one send are at most {options.MaxSendBytes} bytes together; these are {total}.");
        }
    }

    /// <summary>What the client may choose of a page, made definite.</summary>
    public static (long After, long Before, int Limit, bool Newest) EnsureRange(HistoryQuery query)
    {
        int limit = query.Limit ?? DefaultPage;
        if (limit is < 1 or > MaxPage)
        {
            throw new ImException(ErrorCode.InvalidRange, $"A page is 1 to {MaxPage} messages; asked were {limit}.");
        }

        if (query.After is not null && query.Before is not null)
        {
            throw new ImException(ErrorCode.InvalidRange, "Give after or before, not both.");
        }

        if (query.After < 0 || query.Before < 0)
        {
            throw new ImException(ErrorCode.InvalidRange, "after and before are not negative.");
        }

        return (query.After ?? 0, query.Before ?? long.MaxValue, limit, Newest: query.After is null);
    }

    private static int EnsureDraft(MessageDraft? draft, SendOptions options)
    {
        if (draft?.ClientMessageId is not { Length: >= 1 and <= 64 } id || id.Any(char.IsControl))
        {
            throw new ImException(ErrorCode.InvalidDraft, "A clientMessageId is 1 to 64 characters without control characters.");
        }

        if (draft.Kind != MessageKind.Text)
        {
            throw new ImException(ErrorCode.UnknownKind, "The only kind of message that a client can send is \"text\".");
        }

        if (draft.Content?.Text is not { Length: >= 1 } text || IsMoreThanText(draft.Content))
        {
            throw new ImException(ErrorCode.InvalidDraft, "The content of a text message is its text, 1 character or more, and nothing else.");
        }

        EnsureReferences(draft);
        int bytes = Encoding.UTF8.GetByteCount(text);
        return bytes <= options.MaxMessageBytes
            ? bytes
            : throw new ImException(ErrorCode.MessageTooLarge, $"A message is at most {options.MaxMessageBytes} bytes; this one is {bytes}.");
    }

    private static bool IsMoreThanText(MessageContent content) => content with { Text = null } != new MessageContent();

    private static void EnsureReferences(MessageDraft draft)
    {
        if (draft.ReplyTo is < 1 or >= 1L << 53)
        {
            throw new ImException(ErrorCode.InvalidDraft, "replyTo is the seq of an entry.");
        }

        if (draft.Mentions is { } mentions && (mentions.Length > MaxMentions || !mentions.All(EntityId.IsValid)))
        {
            throw new ImException(ErrorCode.InvalidDraft, $"mentions are at most {MaxMentions} user ids.");
        }
    }
}
