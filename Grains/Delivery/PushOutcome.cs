namespace ImOrleans.Grains.Delivery;

/// <summary>What became of a push to a gateway.</summary>
/// <param name="IsTaken">The gateway has the frames. False without <paramref name="IsGone"/>: it did not answer, and may have them.</param>
/// <param name="IsGone">The process ended.</param>
/// <param name="Absent">Whom it does not have.</param>
internal sealed record PushOutcome(bool IsTaken, bool IsGone, AbsentRecipients[] Absent)
{
    public static PushOutcome Gone { get; } = new(IsTaken: false, IsGone: true, []);

    public static PushOutcome Unanswered { get; } = new(IsTaken: false, IsGone: false, []);

    /// <summary>Whether a frame for one device may have found a connection of it.</summary>
    public bool MayHaveReached(GatewayFrame frame)
    {
        var (conversationId, deviceId) = frame switch
        {
            MessagesFrame messages => (messages.Posted.ConversationId, messages.DeviceId),
            BehindFrame behind => (behind.ConversationId, behind.DeviceId),
            _ => (null, null),
        };
        return !IsGone && (deviceId is null || !Absent.Any(absent =>
            absent.DeviceId == deviceId && absent.ConversationId == conversationId && absent.UserIds.Intersect(frame.UserIds).Any()));
    }
}
