using ImOrleans.Gateway.Process;
using ImOrleans.Grains.Conversations;
using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Errors;
using ImOrleans.Protocol.Hubs;
using ImOrleans.Protocol.Messages;

namespace ImOrleans.Gateway.Hubs;

/// <summary>
/// The checks of the gateway before it passes a call on. They cover only values that would break or overload the gateway itself, such as
/// null, which MessagePack and JSON allow for every reference type. The owner of the subject checks its rules. REST sends take the same
/// checks.
/// </summary>
internal static class Arguments
{
    /// <exception cref="ImException"><see cref="ErrorCode.MalformedRequest"/>.</exception>
    public static void EnsureGiven(object? argument, string name)
    {
        if (argument is null)
        {
            throw new ImException(ErrorCode.MalformedRequest, $"{name} is missing.");
        }
    }

    /// <summary>
    /// Checks the largest values that any setting allows, not the settings of this server. After a setting was lowered, an older send that
    /// is retried must still reach its conversation, which recognises it before it checks sizes.
    /// </summary>
    /// <exception cref="ImException"><see cref="ErrorCode.MalformedRequest"/>, <see cref="ErrorCode.InvalidDraft"/>.</exception>
    public static void EnsureDrafts(MessageDraft[] drafts)
    {
        EnsureGiven(drafts, nameof(drafts));
        if (drafts.Length is 0 or > SendOptions.MostDrafts)
        {
            throw new ImException(ErrorCode.InvalidDraft, $"A send has 1 to {SendOptions.MostDrafts} drafts.");
        }

        if (!Array.TrueForAll(drafts, IsWhole))
        {
            throw new ImException(ErrorCode.InvalidDraft, "A draft has a clientMessageId, a kind and a content; nothing in it is null.");
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

    /// <exception cref="ImException">
    /// <see cref="ErrorCode.MalformedRequest"/>, <see cref="ErrorCode.InvalidId"/>, <see cref="ErrorCode.InvalidRange"/>.
    /// </exception>
    public static void EnsureSync(SyncRequest request, GatewayOptions options)
    {
        EnsureGiven(request, nameof(request));
        if (request.Heads?.Count > options.MaxSyncHeads)
        {
            throw new ImException(ErrorCode.InvalidRange, $"A sync names at most {options.MaxSyncHeads} heads.");
        }

        foreach ((string conversationId, long seq) in request.Heads ?? [])
        {
            ConversationKey.EnsureValid(conversationId);
            EnsureSeq(seq);
        }
    }

    /// <exception cref="ImException">
    /// <see cref="ErrorCode.MalformedRequest"/>, <see cref="ErrorCode.InvalidId"/>, <see cref="ErrorCode.InvalidRange"/>.
    /// </exception>
    public static void EnsurePositions(ConversationPosition[] positions, GatewayOptions options)
    {
        EnsureGiven(positions, nameof(positions));
        if (positions.Length > options.MaxPositions)
        {
            throw new ImException(ErrorCode.InvalidRange, $"At most {options.MaxPositions} positions are acknowledged at once.");
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

    private static bool IsWhole(MessageDraft? draft) =>
        draft is { ClientMessageId: not null, Kind: not null, Content: not null } && IsWhole(draft.Mentions) && IsWhole(draft.Content.UserIds);

    private static bool IsWhole(string[]? texts) => texts is null || Array.TrueForAll(texts, text => text is not null);
}
