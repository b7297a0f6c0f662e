using Orleans;

namespace ImOrleans.Protocol.Messages;

/// <summary>The kinds of entries. Clients ignore unknown kinds.</summary>
public static class MessageKind
{
    public const string Text = "text";

    /// <summary>Written by the server only: someone joined, left or was removed.</summary>
    public const string Notice = "notice";

    /// <summary>
    /// Written by the server only, without content: the content of the target was removed, because the account of its sender was deleted.
    /// </summary>
    public const string Erase = "erase";
}

/// <summary>The content map of an entry. Which members are present depends on the kind; absent ones are omitted on the wire.</summary>
[GenerateSerializer, Immutable, Alias("im.message-content")]
public sealed record MessageContent
{
    /// <summary>For <see cref="MessageKind.Text"/>: 1 character or more, at most 16 KiB of UTF-8.</summary>
    [Id(0)]
    public string? Text { get; init; }

    /// <summary>For <see cref="MessageKind.Notice"/>: one of <see cref="NoticeEvent"/>.</summary>
    [Id(1)]
    public string? Event { get; init; }

    /// <summary>For notices: who did it.</summary>
    [Id(2)]
    public string? ActorId { get; init; }

    /// <summary>For notices: whom it concerns.</summary>
    [Id(3)]
    public string[]? UserIds { get; init; }

    /// <summary>For notices: the group's name at its creation.</summary>
    [Id(4)]
    public string? Name { get; init; }

    /// <summary>The weight of the content: the UTF-8 bytes of all its strings. A new member adds its own here.</summary>
    public int Weigh() => MessageWeight.Of(Text) + MessageWeight.Of(Event) + MessageWeight.Of(ActorId) + MessageWeight.Of(UserIds) + MessageWeight.Of(Name);
}
