using ImOrleans.Protocol.Accounts;
using ImOrleans.Protocol.Conversations;

namespace ImOrleans.Client.Events;

/// <summary>A member has read, or a device of a member has received, everything up to a place.</summary>
/// <param name="ConversationId">Where.</param>
/// <param name="UserId">The member who read or received; the user too, if it happened on another device.</param>
/// <param name="Seq">Up to here.</param>
public sealed record PositionChanged(string ConversationId, string UserId, long Seq);

/// <summary>A member is typing.</summary>
/// <param name="ConversationId">Where.</param>
/// <param name="UserId">The member who is typing.</param>
public sealed record TypingSeen(string ConversationId, string UserId);

/// <summary>A watched user came online or went offline.</summary>
/// <param name="UserId">The watched user.</param>
/// <param name="Online">Whether they are connected.</param>
/// <param name="LastSeenAt">When they were last there, if that may be known.</param>
public sealed record PresenceChanged(string UserId, bool Online, DateTimeOffset? LastSeenAt);

/// <summary>The user, or a person in a conversation of the user, has another name or avatar.</summary>
/// <param name="UserId">Whose profile.</param>
/// <param name="Profile">The profile now; null when it has to be asked for.</param>
public sealed record ProfileChanged(string UserId, UserProfile? Profile);

/// <summary>Something other than messages has changed: joined, left, renamed, read on another device, a profile, a setting.</summary>
/// <param name="Change">As the server said it.</param>
public sealed record ConversationUpdated(ConversationChange Change);

/// <summary>
/// All changes from the time without a connection are fetched and handled. Raised once after each connect and after each check.
/// </summary>
/// <param name="Conversations">How many conversations had something to fetch.</param>
public sealed record Synced(int Conversations);
