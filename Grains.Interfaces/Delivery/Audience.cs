namespace ImOrleans.Grains.Delivery;

/// <summary>The connections of a gateway that a frame is for.</summary>
[GenerateSerializer, Immutable, Alias("im.audience")]
public sealed record Audience
{
    private Audience(AudienceKind kind) => Kind = kind;

    /// <summary>A gateway that does not know the kind delivers to no connection.</summary>
    [Id(0)]
    public AudienceKind Kind { get; init; }

    /// <summary>The device, conversation, subject or session, as the kind says; empty for kinds without one.</summary>
    [Id(1)]
    public string Id { get; init; } = "";

    /// <summary>For users, a device and a conversation; empty for the other kinds.</summary>
    [Id(2)]
    public string[] UserIds { get; init; } = [];

    /// <summary>All connections of the gateway.</summary>
    public static Audience Everybody { get; } = new(AudienceKind.Everybody);

    /// <summary>All connections of these users.</summary>
    public static Audience Users(params string[] userIds) => new(AudienceKind.Users) { UserIds = userIds };

    /// <summary>The connections of one device. A device without a connection in the foreground is reported as absent.</summary>
    public static Audience Device(string userId, string deviceId) => new(AudienceKind.Device) { Id = deviceId, UserIds = [userId] };

    /// <summary>
    /// All connections of members whom the conversation's routes place on the gateway. Absent members are reported, and lose their route.
    /// </summary>
    public static Audience Conversation(string conversationId, string[] userIds) =>
        new(AudienceKind.Conversation) { Id = conversationId, UserIds = userIds };

    /// <summary>The connections that watch the presence of a user.</summary>
    public static Audience Watchers(string subjectId) => new(AudienceKind.Watchers) { Id = subjectId };

    /// <summary>The connections of a session.</summary>
    public static Audience Session(string sessionId) => new(AudienceKind.Session) { Id = sessionId };
}

/// <summary>How an <see cref="Audience"/> names its connections. Numbers cross the wire: they never change.</summary>
[GenerateSerializer, Alias("im.audience-kind")]
public enum AudienceKind
{
    Users = 1,
    Device = 2,
    Conversation = 3,
    Watchers = 4,
    Session = 5,
    Everybody = 6,
}
