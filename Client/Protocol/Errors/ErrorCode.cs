namespace ImOrleans.Protocol.Errors;

/// <summary>
/// The catalogue of refusals. A number never changes its meaning. Its hundreds only group the numbers by subject for readers;
/// <see cref="ErrorClass"/> says what a caller can do about each.
/// </summary>
public enum ErrorCode
{
    /// <summary>The request could not be read: no valid JSON, a missing member, a value of the wrong type.</summary>
    MalformedRequest = 1000,

    /// <summary>Not a member of this conversation, or there is no such conversation: both answer alike.</summary>
    NotAMember = 1001,

    /// <summary>An id outside <c>[A-Za-z0-9_-]{1,64}</c>, or a conversation id of neither form.</summary>
    InvalidId = 1002,

    /// <summary>A draft that breaks a rule other than size.</summary>
    InvalidDraft = 1003,

    /// <summary>A draft over 16 KiB, or drafts together over 192 KiB.</summary>
    MessageTooLarge = 1004,

    /// <summary>A kind that this server does not accept from clients.</summary>
    UnknownKind = 1005,

    /// <summary>A page or range outside its bounds.</summary>
    InvalidRange = 1006,

    /// <summary>A cursor that this server did not hand out.</summary>
    InvalidCursor = 1007,

    /// <summary>A member who may read here and not write now.</summary>
    Muted = 1008,

    /// <summary>Only the sender of an entry can do this to it.</summary>
    NotTheSender = 1009,

    InvalidUsername = 1101,
    InvalidPassword = 1102,
    UsernameTaken = 1103,

    /// <summary>Unknown username or wrong password; which one is not said.</summary>
    WrongCredentials = 1104,

    /// <summary>No token, or one that is malformed, expired or not ours.</summary>
    InvalidToken = 1105,

    /// <summary>The session was signed out.</summary>
    SessionEnded = 1106,

    /// <summary>A spent refresh token was used again; its session ended.</summary>
    RefreshTokenReused = 1107,

    UnknownUser = 1108,
    InvalidDevice = 1109,
    InvalidDisplayName = 1110,
    InvalidQuery = 1111,
    UnknownDevice = 1112,
    InvalidPolicy = 1113,

    /// <summary>Only operators of the server can use the operators' pages.</summary>
    NotTheAdministrator = 1114,

    /// <summary>A page of another site asked for a change in the name of a signed-in operator.</summary>
    ForeignOrigin = 1115,

    /// <summary>The account of the other person was deleted: the conversation can be read, and nothing can be written in it.</summary>
    PeerDeleted = 1116,

    /// <summary>The account of an operator is not deleted.</summary>
    OperatorAccount = 1117,

    /// <summary>The password of the caller, who is signed in, is another one. The session goes on.</summary>
    WrongPassword = 1118,

    /// <summary>Not a member of this group, or there is no such group: both answer alike.</summary>
    NotInGroup = 1201,

    InvalidGroupName = 1202,
    NotTheOwner = 1203,
    GroupFull = 1204,
    InvalidMembers = 1205,

    /// <summary>This server is not configured for the push provider.</summary>
    PushNotConfigured = 1501,

    /// <summary>A push token, or a setting that comes with it, that the provider cannot have issued.</summary>
    InvalidPushToken = 1502,

    /// <summary>Hours, a time zone, a day or a language that does not exist.</summary>
    InvalidPushSettings = 1503,

    /// <summary>Not one of the levels of notification of a conversation.</summary>
    InvalidNotifyLevel = 1504,

    /// <summary>Not one of those who a user may be visible to.</summary>
    InvalidVisibility = 1601,

    /// <summary>More people than one connection may watch, or one request ask for.</summary>
    TooManyWatched = 1602,

    /// <summary>The receipts of a user cannot be visible to this group of people.</summary>
    InvalidReceipts = 1603,

    /// <summary>The outbox of a client is full; the message was not kept. Made by a client, never by a server.</summary>
    OutboxFull = 1701,

    /// <summary>Made by a client, never by a server: the application took the message out of the outbox.</summary>
    Discarded = 1702,

    /// <summary>A part of the server is not reachable; the outcome is unknown. Repeat with the same clientMessageId.</summary>
    Unavailable = 1801,

    /// <summary>The store did not confirm; the outcome is unknown. Repeat with the same clientMessageId.</summary>
    StoreUnavailable = 1802,

    TooManyAttempts = 1901,
    TooManyRegistrations = 1902,
    TooManySends = 1903,
    TooManyConnections = 1904,
    TooManyCalls = 1905,

    /// <summary>Too many bytes wait for this user's clients to read them, or to end a frame. Read them, then ask again.</summary>
    TooMuchUnsent = 1906,

    /// <summary>The user has created as many groups as one day has. The wait ends with the day.</summary>
    TooManyGroupsToday = 1907,

    /// <summary>The user has created as many groups as this server takes from one user. Waiting does not help.</summary>
    TooManyGroups = 1908,

    /// <summary>The user has opened as many direct conversations as this server takes from one user. Waiting does not help.</summary>
    TooManyConversations = 1909,

    /// <summary>The user has added as many people to groups as one day has. The wait ends with the day.</summary>
    TooManyAdditions = 1910,

    /// <summary>The user has stored as many bytes as one day has. The wait ends with the day.</summary>
    TooMuchStored = 1911,
}
