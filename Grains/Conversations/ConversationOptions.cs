using System.ComponentModel.DataAnnotations;

namespace ImOrleans.Grains.Conversations;

/// <summary>Section <c>Im:Conversations</c>, beside <see cref="SendOptions"/>.</summary>
internal sealed class ConversationOptions
{
    public const string Section = "Im:Conversations";

    /// <summary>Entries in one append to the log.</summary>
    [Range(1, 1_000)]
    public int MaxAppend { get; init; } = 100;

    /// <summary>Sends waiting for the log; more are refused as retryable.</summary>
    [Range(16, 100_000)]
    public int MaxPendingSends { get; init; } = 5_000;

    /// <summary>
    /// Steps back of the clock that <c>sentAt</c> does not follow, so that it never decreases. After a larger step the clock had been
    /// ahead, and messages get its present time.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan ForgivenClockStep { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Old versions of redacted entries that are erased in one step.</summary>
    [Range(1, 10_000)]
    public int EraseStep { get; init; } = 200;

    /// <summary>
    /// How long a conversation may use a member's route without asking again. It asks after two thirds of it while messages flow.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:05", "00:05:00")]
    public TimeSpan RouteLease { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a group's conversation may trust its copy of the member list.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan RosterLease { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long devices may take to acknowledge a message before their user grain is notified that they may have missed it.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan AcknowledgementDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The most members for which the conversation watches acknowledgements.</summary>
    [Range(2, 5_000)]
    public int MaxWatched { get; init; } = 500;

    /// <summary>
    /// Conversations of one silo whose last append has an unknown outcome and that are asked for it; what more there are, their members
    /// find out.
    /// </summary>
    [Range(100, 1_000_000)]
    public int MaxDoubtful { get; init; } = 10_000;

    /// <summary>The most members for which read and delivered positions and typing are pushed.</summary>
    [Range(2, 500)]
    public int MaxTold { get; init; } = 50;
}
