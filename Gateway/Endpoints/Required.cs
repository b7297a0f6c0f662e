using ImOrleans.Protocol.Errors;
using ImOrleans.Protocol.Messages;

namespace ImOrleans.Gateway.Endpoints;

/// <summary>
/// Refuses lists with a null inside: the types say there is none, but neither JSON nor MessagePack holds a client to it. Used by REST and hub;
/// everything else about a list is for its owner to judge.
/// </summary>
internal static class Required
{
    /// <exception cref="ImException"><see cref="ErrorCode.InvalidDraft"/>.</exception>
    public static MessageDraft[] Drafts(MessageDraft[]? drafts)
    {
        bool whole = drafts is not null && Array.TrueForAll(drafts, draft =>
            draft is { ClientMessageId: not null, Kind: not null, Content: not null } && IsWhole(draft.Mentions) && IsWhole(draft.Content.UserIds));
        return whole ? drafts! : throw new ImException(ErrorCode.InvalidDraft, "A draft, or something that it needs, is null.");
    }

    /// <exception cref="ImException"><see cref="ErrorCode.InvalidMembers"/>.</exception>
    public static string[] Members(string[] userIds) =>
        IsWhole(userIds) ? userIds : throw new ImException(ErrorCode.InvalidMembers, "A user id is null.");

    private static bool IsWhole(string[]? texts) => texts is null || Array.TrueForAll(texts, text => text is not null);
}
