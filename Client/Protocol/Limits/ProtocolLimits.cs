namespace ImOrleans.Protocol.Limits;

/// <summary>
/// The bounds that protocol 1 promises. The options of a server take their defaults from here, and <c>GET /api/server</c> announces
/// those in force. Lengths are UTF-16 code units unless they say bytes.
/// </summary>
public static class ProtocolLimits
{
    /// <summary>The greatest seq: numbers above it are not exact in JavaScript.</summary>
    public const long MaxSeq = (1L << 53) - 1;

    /// <summary>Characters of an id.</summary>
    public const int IdLength = 64;

    public const int MinUsernameLength = 3;
    public const int MaxUsernameLength = 32;
    public const int MinPasswordLength = 8;
    public const int MaxPasswordLength = 128;

    /// <summary>Characters of a display name, a group name or a device name.</summary>
    public const int NameLength = 64;

    public const int MinQueryLength = 2;
    public const int MaxQueryLength = 64;

    /// <summary>The most people in the answer of one search.</summary>
    public const int SearchResults = 20;

    /// <summary>UTF-8 bytes of one message.</summary>
    public const int MessageBytes = 16 * 1024;

    public const int DraftsPerSend = 32;

    /// <summary>UTF-8 bytes of the messages in one send.</summary>
    public const int SendBytes = 192 * 1024;

    /// <summary>Bytes of one hub call in MessagePack, and of one request body other than a send.</summary>
    public const int FrameBytes = 256 * 1024;

    /// <summary>Bytes of one hub call in JSON, and of the body of a send: every send fits, also if each of its bytes is escaped.</summary>
    public const int JsonFrameBytes = 1280 * 1024;

    /// <summary>User ids in the mentions of one message.</summary>
    public const int Mentions = 50;

    /// <summary>Entries of one page of any list.</summary>
    public const int Page = 200;

    /// <summary>
    /// UTF-8 bytes of the bodies in one page, unless a single entry has more. A page that ends here is short, but not the last one.
    /// </summary>
    public const int PageBytes = 256 * 1024;

    /// <summary>Entries of a page when the client names no limit.</summary>
    public const int DefaultPage = 50;

    /// <summary>Heads in one <c>Sync</c>.</summary>
    public const int SyncHeads = 500;

    /// <summary>Positions in one <c>Delivered</c>.</summary>
    public const int Positions = 500;

    public const int GroupMembers = 500;

    /// <summary>Users in one request to add members.</summary>
    public const int MembersAdded = 200;

    /// <summary>People whose presence one connection watches, and one request asks for.</summary>
    public const int Watched = 200;

    /// <summary>An id of a user, group, device, session or message: <c>[A-Za-z0-9_-]{1,64}</c>, case-sensitive.</summary>
    public static bool IsId(string? id) =>
        id is { Length: >= 1 and <= IdLength } && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');

    /// <summary>3-32 of <c>a-z 0-9 . _ -</c>, in either case.</summary>
    public static bool IsUsername(string? username) =>
        username is { Length: >= MinUsernameLength and <= MaxUsernameLength } && username.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');
}
