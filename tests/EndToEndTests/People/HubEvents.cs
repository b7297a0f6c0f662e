using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Messages;

namespace ImOrleans.EndToEndTests.People;

/// <summary>An entry that was pushed.</summary>
public sealed record Posted(Message Message);

public sealed record ReadMoved(string ConversationId, string UserId, long Seq);

public sealed record DeliveredMoved(string ConversationId, string UserId, long Seq);

public sealed record Typed(string ConversationId, string UserId);

public sealed record Changed(ConversationChange Change);

public sealed record Checked;

public sealed record CameOrWent(string UserId, bool Online, DateTimeOffset? LastSeenAt);

public sealed record SignedOut(string Reason);
