using ImOrleans.Grains.Conversations;
using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Errors;
using ImOrleans.Protocol.Hubs;
using ImOrleans.Protocol.Messages;

namespace ImOrleans.Gateway.Hubs;

/// <summary>
/// What the gateway looks at before it passes a call on: only what would break or burden the gateway itself. MessagePack and JSON can carry
/// null wherever a type is nullable at run time; the rules of the subject are checked by its owner.
/// </summary>
internal static class Arguments
{
    public const int MostHeads = 500;
    public const int MostPositions = 500;

    /// <exception cref="ImException"><see cref="ErrorCode.MalformedRequest"/>.</exception>
    public static void EnsureGiven(object? argument, string name)
    {
        if (argument is null)
        {
            throw new ImException(ErrorCode.MalformedRequest, $"{name} is missing.");
        }
    }

    /// <exception cref="ImException"><see cref="ErrorCode.MalformedRequest"/>, <see cref="ErrorCode.InvalidDraft"/>.</exception>
    public static void EnsureDrafts(MessageDraft[] drafts)
    {
        EnsureGiven(drafts, nameof(drafts));
        if (drafts.Length is 0 or > SendOptions.MostDrafts)
        {
            throw new ImException(ErrorCode.InvalidDraft, $"A send has 1 to {SendOptions.MostDrafts} drafts.");
        }

        if (Array.Exists(drafts, draft => draft is not { ClientMessageId: not null, Kind: not null, Content: not null }))
        {
            throw new ImException(ErrorCode.InvalidDraft, "A draft has a clientMessageId, a kind and a content.");
        }
    }

    /// <exception cref="ImException"><see cref="ErrorCode.MessageTooLarge"/>.</exception>
    public static void EnsureSize(PendingSend send)
    {
        if (send.Bytes > SendOptions.MostBytes)
        {
            throw new ImException(ErrorCode.MessageTooLarge, $"The drafts of one send are at most {SendOptions.MostBytes} bytes together; these are {send.Bytes}.");
        }
    }

    /// <exception cref="ImException"><see cref="ErrorCode.MalformedRequest"/>, <see cref="ErrorCode.InvalidId"/>, <see cref="ErrorCode.InvalidRange"/>.</exception>
    public static void EnsureSync(SyncRequest request)
    {
        EnsureGiven(request, nameof(request));
        if (request.Heads?.Count > MostHeads)
        {
            throw new ImException(ErrorCode.InvalidRange, $"A sync names at most {MostHeads} heads.");
        }

        foreach ((string conversationId, long seq) in request.Heads ?? [])
        {
            ConversationKey.EnsureValid(conversationId);
            EnsureSeq(seq);
        }
    }

    /// <exception cref="ImException"><see cref="ErrorCode.MalformedRequest"/>, <see cref="ErrorCode.InvalidId"/>, <see cref="ErrorCode.InvalidRange"/>.</exception>
    public static void EnsurePositions(ConversationPosition[] positions)
    {
        EnsureGiven(positions, nameof(positions));
        if (positions.Length > MostPositions)
        {
            throw new ImException(ErrorCode.InvalidRange, $"At most {MostPositions} positions are told at once.");
        }

        foreach (ConversationPosition position in positions)
        {
            EnsureGiven(position, nameof(position));
            ConversationKey.EnsureValid(position.ConversationId);
            EnsureSeq(position.Seq);
        }
    }

    /// <exception cref="ImException"><see cref="ErrorCode.MalformedRequest"/>.</exception>
    public static bool IsForeground(string state) => state switch
    {
        ConnectionState.Foreground => true,
        ConnectionState.Background => false,
        _ => throw new ImException(ErrorCode.MalformedRequest, "A state is \"foreground\" or \"background\"."),
    };

    /// <exception cref="ImException"><see cref="ErrorCode.InvalidRange"/>.</exception>
    public static void EnsureSeq(long seq)
    {
        if (seq < 0)
        {
            throw new ImException(ErrorCode.InvalidRange, "A seq is not negative.");
        }
    }
}
