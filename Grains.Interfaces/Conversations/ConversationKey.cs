using ImOrleans.Protocol.Errors;

namespace ImOrleans.Grains.Conversations;

/// <summary>The only speller of conversation ids: <c>d:{userA}:{userB}</c>, sorted ordinally, and <c>g:{groupId}</c>.</summary>
public static class ConversationKey
{
    public static string Direct(string userId, string otherId) =>
        string.CompareOrdinal(userId, otherId) <= 0 ? $"d:{userId}:{otherId}" : $"d:{otherId}:{userId}";

    public static string Group(string groupId) => $"g:{groupId}";

    public static bool IsGroup(string conversationId) => conversationId.StartsWith("g:", StringComparison.Ordinal);

    public static string GroupOf(string conversationId) => conversationId[2..];

    /// <summary>The one or two people of a direct conversation.</summary>
    public static string[] PeopleOf(string conversationId)
    {
        string[] people = conversationId[2..].Split(':');
        return people[0] == people[1] ? [people[0]] : people;
    }

    /// <summary>The other user of a direct conversation; the same user in a conversation with oneself.</summary>
    public static string PeerOf(string conversationId, string userId)
    {
        string[] people = PeopleOf(conversationId);
        return people[0] == userId ? people[^1] : people[0];
    }

    /// <exception cref="ImException"><see cref="ErrorCode.InvalidId"/> when it is of neither form.</exception>
    public static void EnsureValid(string? conversationId)
    {
        string[] parts = (conversationId ?? "").Split(':');
        bool valid = parts switch
        {
            ["d", var a, var b] => EntityId.IsValid(a) && EntityId.IsValid(b) && string.CompareOrdinal(a, b) <= 0,
            ["g", var id] => EntityId.IsValid(id),
            _ => false,
        };
        if (!valid)
        {
            throw new ImException(ErrorCode.InvalidId, "A conversation id is d:{userA}:{userB}, sorted, or g:{groupId}.");
        }
    }
}
