using ImOrleans.Load.Applications;
using ImOrleans.Protocol.Messages;
using Xunit;

namespace ImOrleans.FaultTests.Verifying;

/// <summary>Each breach of what an application is promised is found; ann has queued three messages, which are stored as 1 to 3.</summary>
public sealed class JudgingApplicationsTests
{
    private static readonly (int Number, string Id)[] Queued = [(1, "x"), (2, "y"), (4, "z")];

    [Fact]
    public void A_run_that_keeps_its_promises_has_no_breach() =>
        Assert.Empty(Judge(Stored("ann 1:x", "ann 2:y", "ann 4:z"), "run", "got 1 x", "got 2 y", "run", "again 2 y", "got 3 z"));

    [Fact]
    public void A_message_that_its_process_could_not_speak_of_may_be_stored() =>
        Assert.Empty(Judge(Stored("ann 1:x", "ann 2:y", "ann 3:w", "ann 4:z"), "got 1 x", "again 2 y", "got 3 w", "got 4 z"));

    [Theory]
    [InlineData("is not stored", "ann 1:x,ann 2:y")]
    [InlineData("is stored 2 times", "ann 1:x,ann 2:y,ann 2:v,ann 4:z")]
    [InlineData("is stored behind it", "ann 2:y,ann 1:x,ann 4:z")]
    [InlineData("was shown x as 1, where u is stored", "bob 1:u,ann 1:x,ann 2:y,ann 4:z")]
    [InlineData("was shown 3 after 1", "ann 1:x,ann 2:y,ann 4:z", "got 1 x", "got 3 z")]
    [InlineData("was shown 2 after 2", "ann 1:x,ann 2:y,ann 4:z", "got 1 x", "got 2 y", "got 2 y", "got 3 z")]
    [InlineData("was shown up to 2 of 3", "ann 1:x,ann 2:y,ann 4:z", "got 1 x", "got 2 y")]
    [InlineData("got no entries", "ann 1:x,ann 2:y,ann 4:z", "skipped 1 1", "got 1 x", "got 2 y", "got 3 z")]
    public void A_breach_is_found(string breach, string stored, params string[] shown) => Assert.Contains(
        Judge(Stored(stored.Split(',')), shown.Length > 0 ? shown : ["got 1 x", "got 2 y", "got 3 z"]),
        found => found.Contains(breach, StringComparison.Ordinal));

    private static string[] Judge(Message[] stored, params string[] lines) =>
        [.. ApplicationAudit.Judge("ann", Queued, [.. lines.Select(line => line.Split(' '))], stored)];

    /// <param name="texts">Text and clientMessageId.</param>
    private static Message[] Stored(params string[] texts) => [.. texts.Select((text, place) => new Message
    {
        ConversationId = "d:ann:bob",
        Seq = place + 1,
        MessageId = $"{place}",
        SenderId = "ann",
        ClientMessageId = text.Split(':')[1],
        Kind = MessageKind.Text,
        Content = new MessageContent { Text = text.Split(':')[0] },
        SentAt = DateTimeOffset.UnixEpoch,
    })];
}
