using ImOrleans.Protocol.Messages;

namespace ImOrleans.Grains.Conversations;

/// <summary>The entry that a change of the member list becomes. Its clientMessageId is the change's own, so that the log stores it once.</summary>
internal static class Notice
{
    public static PendingEntries Of(MembershipChange change) => new()
    {
        SenderId = Message.Server,
        ConnectionId = "",
        Change = change,
        Drafts =
        [
            new MessageDraft
            {
                ClientMessageId = $"v{change.Version}-{change.ChangeId}",
                Kind = MessageKind.Notice,
                Content = new MessageContent
                {
                    Event = change.Event,
                    ActorId = change.ActorId,
                    UserIds = [.. change.Joined, .. change.Left],
                    Name = change.Name,
                },
            },
        ],
    };
}
