namespace ImOrleans.Grains.Delivery;

/// <summary>The outcome of a push to a gateway.</summary>
/// <param name="IsTaken">The gateway has the frames. False without <paramref name="IsGone"/>: it did not answer, and may have them.</param>
/// <param name="IsGone">The process ended.</param>
/// <param name="Absent">The recipients that the gateway does not have.</param>
internal sealed record PushOutcome(bool IsTaken, bool IsGone, Absentees[] Absent)
{
    public static PushOutcome Gone { get; } = new(IsTaken: false, IsGone: true, []);

    public static PushOutcome Unanswered { get; } = new(IsTaken: false, IsGone: false, []);

    /// <summary>Whether the frame may have found a connection of the one device that it was for.</summary>
    /// <param name="index">The position of the frame in the push.</param>
    public bool MayHaveReached(int index, Frame frame) =>
        !IsGone && (frame.Audience.Kind != AudienceKind.Device || !Array.Exists(Absent, absent => absent.Frame == index));
}
