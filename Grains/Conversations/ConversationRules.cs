using ImOrleans.Grains.Conversations.Kinds;
using ImOrleans.Grains.Conversations.Log;
using ImOrleans.Protocol.Errors;
using ImOrleans.Protocol.Limits;
using ImOrleans.Protocol.Messages;

namespace ImOrleans.Grains.Conversations;

/// <summary>The rules for requests of clients. Pure. <see cref="Permission"/> decides who may make them.</summary>
internal static class ConversationRules
{
    public static void EnsureDrafts(MessageDraft[] drafts, SendOptions options, EntryKinds kinds)
    {
        if (drafts.Length < 1 || drafts.Length > options.MaxDraftsPerSend)
        {
            throw new ImException(ErrorCode.InvalidDraft, $"A send is 1 to {options.MaxDraftsPerSend} drafts; this one is {drafts.Length}.");
        }

        int total = 0;
        foreach (MessageDraft draft in drafts)
        {
            total += EnsureDraft(draft, options, kinds);
        }

        if (total > options.MaxSendBytes)
        {
            throw new ImException(ErrorCode.MessageTooLarge, $"The drafts of one send are at most {options.MaxSendBytes} bytes together; these are {total}.");
        }
    }

    /// <summary>Checks the bounds of a page and completes them.</summary>
    /// <param name="firstSeq">The first entry that the reader can read.</param>
    public static LogRange EnsureRange(HistoryQuery query, long firstSeq)
    {
        int limit = query.Limit ?? ProtocolLimits.DefaultPage;
        if (limit is < 1 or > ProtocolLimits.Page)
        {
            throw new ImException(ErrorCode.InvalidRange, $"A page is 1 to {ProtocolLimits.Page} messages; limit was {limit}.");
        }

        if (query.After is not null && query.Before is not null && query.AmendedAfter is null)
        {
            throw new ImException(ErrorCode.InvalidRange, "Give after or before, not both.");
        }

        if (query.After < 0 || query.Before < 0 || query.AmendedAfter < 0)
        {
            throw new ImException(ErrorCode.InvalidRange, "after, before and amendedAfter are not negative.");
        }

        if (query is { AmendedAfter: not null, Amendments: false })
        {
            throw new ImException(ErrorCode.InvalidRange, "Give amendedAfter or amendments: false, not both.");
        }

        return new LogRange(Math.Max(query.After ?? 0, firstSeq - 1), query.Before ?? long.MaxValue, limit, Newest: query.After is null)
        {
            Amendments = query.Amendments ?? true,
            AmendedAfter = query.AmendedAfter,
        };
    }

    private static int EnsureDraft(MessageDraft? draft, SendOptions options, EntryKinds kinds)
    {
        if (draft?.ClientMessageId is not { Length: >= 1 and <= ProtocolLimits.IdLength } id || id.Any(char.IsControl))
        {
            throw new ImException(ErrorCode.InvalidDraft, $"A clientMessageId is 1 to {ProtocolLimits.IdLength} characters without control characters.");
        }

        EntryKind kind = kinds.ForClients(draft);
        if (draft.Content is null)
        {
            throw new ImException(ErrorCode.InvalidDraft, "A draft has a content.");
        }

        if (kind.Fault(draft.Content) is { } fault)
        {
            throw new ImException(ErrorCode.InvalidDraft, fault);
        }

        EnsureReferences(draft, kind);
        int weight = MessageWeight.Of(draft.Content);
        return weight <= options.MaxMessageBytes
            ? MessageWeight.Of(draft)
            : throw new ImException(ErrorCode.MessageTooLarge, $"The content of a message is at most {options.MaxMessageBytes} bytes; this one is {weight}.");
    }

    private static void EnsureReferences(MessageDraft draft, EntryKind kind)
    {
        if (draft.Target is null == kind.NeedsTarget || draft.Target is < 1 or > ProtocolLimits.MaxSeq)
        {
            throw new ImException(ErrorCode.InvalidDraft, kind.NeedsTarget
                ? $"A draft of the kind \"{kind.Name}\" names its target, the seq of an entry."
                : $"A draft of the kind \"{kind.Name}\" has no target.");
        }

        if (draft.ReplyTo is < 1 or > ProtocolLimits.MaxSeq)
        {
            throw new ImException(ErrorCode.InvalidDraft, "replyTo is the seq of an entry.");
        }

        if (draft.Mentions is { } mentions && (mentions.Length > ProtocolLimits.Mentions || !mentions.All(EntityId.IsValid)))
        {
            throw new ImException(ErrorCode.InvalidDraft, $"mentions are at most {ProtocolLimits.Mentions} user ids.");
        }
    }
}
