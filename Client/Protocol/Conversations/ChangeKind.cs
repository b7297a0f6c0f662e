namespace ImOrleans.Protocol.Conversations;

/// <summary>The subject of a change. Clients ignore unknown kinds.</summary>
public static class ChangeKind
{
    /// <summary>The user is a member of <see cref="ConversationChange.ConversationId"/> from now on.</summary>
    public const string Joined = "joined";

    /// <summary>The user is no member of <see cref="ConversationChange.ConversationId"/> any more.</summary>
    public const string Left = "left";

    /// <summary>The user read up to <see cref="ConversationChange.Seq"/> on another device.</summary>
    public const string Read = "read";

    /// <summary>
    /// The list shows <see cref="ConversationChange.ConversationId"/> with another title: <see cref="ConversationChange.Title"/>.
    /// </summary>
    public const string Updated = "updated";

    /// <summary>The user, or a person in a conversation of the user, has another <see cref="ConversationChange.Profile"/>.</summary>
    public const string Profile = "profile";

    /// <summary>The user changed <see cref="ConversationChange.Setting"/>.</summary>
    public const string Settings = "settings";

    /// <summary>
    /// The user changed the notifications of <see cref="ConversationChange.ConversationId"/>:
    /// <see cref="ConversationChange.MutedUntil"/> and <see cref="ConversationChange.Notify"/>.
    /// </summary>
    public const string Notify = "notify";
}
