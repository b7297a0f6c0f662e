using ImOrleans.Protocol.Errors;

namespace ImOrleans.Grains.Conversations;

/// <summary>
/// Refusals that owners and gateways share. A foreign conversation and one that does not exist get the same answer from both.
/// </summary>
public static class ConversationRefusals
{
    public static ImException NotAMember() => new(ErrorCode.NotAMember, "You are not a member of this conversation.");
}
