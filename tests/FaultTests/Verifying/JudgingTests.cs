using ImOrleans.Load.Checking.Recording;
using ImOrleans.Load.Checking.Verifying;
using Xunit;
using static ImOrleans.FaultTests.Verifying.HandMadeLedger;

namespace ImOrleans.FaultTests.Verifying;

/// <summary>Each breach is found in a ledger that has it, and nothing is found in the one that has none.</summary>
public sealed class JudgingTests
{
    private static readonly Dictionary<string, (string Promise, Func<List<Fact>> Ledger)> Breaches = new()
    {
        ["an acknowledged message is not stored"] = ("what was acknowledged is stored", () => Clean().Spoil(IsStored(2), _ => null)),
        ["another message has its number"] = ("what was acknowledged is stored", () => Clean().Spoil(IsStored(2), fact => fact with { Message = 1, Hash = First })),
        ["an acknowledged message is altered"] = ("what was acknowledged is stored", () => Clean().Spoil(IsStored(2), fact => fact with { Hash = 99 })),
        ["a message is stored twice"] = ("each message is stored once", () => [.. Clean().Spoil(IsReadBack, fact => fact with { Seq = 3 }), Stored(1, 3, 2, Second)]),
        ["a number is missing"] = ("entries are numbered", () => Clean().Spoil(IsStored(1), _ => null)),
        ["the end cannot be read"] = ("entries are numbered", () => Clean().Spoil(IsReadBack, fact => fact with { Seq = 3 })),
        ["two members read different entries"] = ("entries are numbered", () => Clean().Spoil(fact => IsStored(2)(fact) && fact.User == 1, fact => fact with { Hash = 99 })),
        ["something was never sent"] = ("what is stored was sent", () => Clean().Spoil(IsStored(2), fact => fact with { Message = -1 })),
        ["a device is shown another content"] = ("what a device was shown", () => Clean().Spoil(IsPushed(2), fact => fact with { Hash = 99 })),
        ["a device is shown what is not stored"] = ("what a device was shown", () => Clean().Before(FactKind.Calm, Entry(FactKind.Pushed, 1, 7, 2) with { Hash = Second })),
        ["a repetition gets another number"] = ("a message that is sent again", () => Clean().Before(FactKind.Calm, Entry(FactKind.Recognised, 0, 1, 2) with { Value = 2, Hash = 2_000 })),
        ["a repetition counts as new"] = ("a message that is sent again", () => Clean().Before(FactKind.Calm, Entry(FactKind.Acknowledged, 0, 2, 2) with { Value = 2, Hash = 2_000 })),
        ["sends change places"] = ("what one connection sends", () => Clean().Spoil(fact => fact.Kind == FactKind.Acknowledged, fact => fact with { Seq = 3 - fact.Seq })),
        ["pushes change places"] = ("each connection is pushed", () => Clean().Spoil(fact => fact.Kind == FactKind.Pushed, fact => fact with { Seq = 3 - fact.Seq })),
        ["a device lacks an entry"] = ("after each fault every connected device", () => Clean().Spoil(IsPushed(2), _ => null)),
        ["a conversation is said to begin too late"] = ("after each fault every connected device", () => Clean().Spoil(
            fact => fact.Kind == FactKind.Follows && fact.Device == 1, fact => fact with { Seq = 2, Value = 2 })),
        ["a device does not come back"] = ("after each fault every connected device", () => Clean().Before(FactKind.Calm, On(FactKind.Disconnected, 1))),
        ["a sync omits an entry"] = ("a sync, or a push", () => [.. Clean()
            .Spoil(fact => fact.Kind is FactKind.AskedWith or FactKind.Synced || IsPushed(2)(fact), fact => fact.Kind == FactKind.AskedWith ? fact with { Seq = 1 } : null)
            .Before(FactKind.ReadBack, new Fact(FactKind.Healed) { At = 0 }, new Fact(FactKind.Head) { At = 9_000 })]),
        ["a read position goes back"] = ("read and delivered positions", () => Clean().Spoil(fact => fact.Kind == FactKind.Synced, fact => fact with { Message = 0, Value = 2 })),
        ["a peer's read position goes back"] = ("read and delivered positions", () => Clean().Before(FactKind.Calm, Seen(FactKind.ReadSeen, 2), Seen(FactKind.ReadSeen, 1))),
        ["a delivered position goes back"] = ("read and delivered positions", () => Clean().Before(FactKind.Calm, Seen(FactKind.DeliveredSeen, 2), Seen(FactKind.DeliveredSeen, 1))),
        ["unread is miscounted"] = ("the unread count", () => Clean().Spoil(fact => fact.Kind == FactKind.Synced, fact => fact with { Value = 0 })),
        ["somebody sees what came after the removal"] = ("who was removed", () => Clean().Before(FactKind.Calm, new Fact(FactKind.Left) { Conversation = 0, User = 1, Seq = 1 })),
        ["somebody reads after the removal"] = ("who was removed", () => Clean().Before(FactKind.Calm, Member(FactKind.Removing), Member(FactKind.Removed), Member(FactKind.Served))),
        ["a push follows a removal without a notice"] = ("who was removed", () => Clean().Before(FactKind.Sent, Member(FactKind.Removed))),
        ["a refused message is stored"] = ("what was refused", () => Clean().Before(FactKind.Calm, Entry(FactKind.Refused, 0, 0, 2) with { Value = 1_001 })),
        ["a time goes back"] = ("times never go back", () => Clean().Spoil(IsStored(2), fact => fact with { Value = 1 })),
        ["a time goes back a little after the clock was turned"] = ("times never go back", () => Clean()
            .Spoil(IsStored(2), fact => fact with { Value = 1 }).Before(FactKind.Calm, new Fact(FactKind.Struck) { Text = "clock" })),
        ["a send is not answered"] = ("once the faults are over", () => Clean().Before(FactKind.Calm, Entry(FactKind.Unanswered, 0, 0, 2) with { Text = "timeout" })),
        ["a call fails without a number"] = ("every call that the server refuses", () =>
            Clean().Before(FactKind.Calm, new Fact(FactKind.Unnumbered) { Text = "500" })),
    };

    public static TheoryData<string> All => [.. Breaches.Keys];

    [Fact]
    public void A_run_in_which_nothing_is_wrong_is_clean() => Assert.Equal([], SentencesOf(Clean()));

    /// <summary>The receipt was lost, and the server pushes what the device does not know to be stored.</summary>
    [Fact]
    public void Ones_own_message_may_be_pushed_behind_later_ones() => Assert.Equal([], SentencesOf(Clean()
        .Spoil(fact => fact is { Kind: FactKind.Acknowledged, Message: 1 }, fact => fact with { Kind = FactKind.Connected })
        .Before(FactKind.Calm, Entry(FactKind.Pushed, 0, 2, 2) with { Hash = Second }, Entry(FactKind.Pushed, 0, 1, 1) with { Hash = First })));

    [Theory]
    [MemberData(nameof(All))]
    public void A_breach_is_found(string breach)
    {
        (string promise, Func<List<Fact>> ledger) = Breaches[breach];
        List<Fact> facts = ledger();

        Assert.Contains(Verifier.Judge(() => facts).Broken, rule => rule.Promise.StartsWith(promise, StringComparison.Ordinal));
    }

    [Fact]
    public void A_ledger_reads_as_it_was_written()
    {
        string path = Path.GetTempFileName();
        Fact fact = new(FactKind.Pulled) { Device = 3, Line = 9, Conversation = 1, Seq = 12, Message = -1, Value = 5, Hash = ulong.MaxValue, User = 7, Text = "a \"word\"" };
        using (Ledger ledger = new(path))
        {
            ledger.Write(fact);
            ledger.Write(new Fact(FactKind.Calm));
        }

        Fact[] read = [.. Ledger.Read(path)];
        File.Delete(path);
        Assert.Equal([fact with { At = read[0].At }, new Fact(FactKind.Calm) { At = read[1].At }], read);
    }

    private static IEnumerable<string> SentencesOf(List<Fact> facts) => Verifier.Judge(() => facts).Broken.SelectMany(rule => rule.Sentences);

    private static Predicate<Fact> IsStored(long seq) => fact => fact.Kind == FactKind.Stored && fact.Seq == seq;

    private static Predicate<Fact> IsPushed(long seq) => fact => fact.Kind == FactKind.Pushed && fact.Seq == seq;

    private static bool IsReadBack(Fact fact) => fact.Kind == FactKind.ReadBack && fact.User == 1;

    private static Fact Seen(FactKind kind, long seq) => On(kind, 0) with { Conversation = 0, User = 1, Seq = seq };

    private static Fact Member(FactKind kind) => new(kind) { Conversation = 0, User = 1 };
}
