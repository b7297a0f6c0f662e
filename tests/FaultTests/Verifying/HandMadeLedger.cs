using ImOrleans.Load.Checking.Recording;

namespace ImOrleans.FaultTests.Verifying;

/// <summary>Two people, a device each, one conversation, two messages: a run in which nothing is wrong, to be spoilt in one place.</summary>
internal static class HandMadeLedger
{
    public const ulong First = 11;
    public const ulong Second = 22;

    public static List<Fact> Clean() =>
    [
        new(FactKind.User) { User = 0, Text = "ada" },
        new(FactKind.User) { User = 1, Text = "bob" },
        new(FactKind.Device) { Device = 0, User = 0 },
        new(FactKind.Device) { Device = 1, User = 1 },
        new(FactKind.Conversation) { Conversation = 0, Text = "d:ada:bob" },
        new(FactKind.Joined) { Conversation = 0, User = 0, Seq = 1 },
        new(FactKind.Joined) { Conversation = 0, User = 1, Seq = 1 },
        On(FactKind.Connected, 0),
        On(FactKind.Connected, 1),
        On(FactKind.Follows, 0) with { Conversation = 0, Seq = 1, Value = 1 },
        On(FactKind.Follows, 1) with { Conversation = 0, Seq = 1, Value = 1 },
        On(FactKind.SyncEnded, 0),
        On(FactKind.SyncEnded, 1),
        Entry(FactKind.Sent, 0, 0, 1) with { Value = 1, Hash = First },
        Entry(FactKind.Acknowledged, 0, 1, 1) with { Value = 1, Hash = 1_000 },
        Entry(FactKind.Pushed, 1, 1, 1) with { Hash = First },
        Entry(FactKind.Sent, 0, 0, 2) with { Value = 1, Hash = Second },
        Entry(FactKind.Acknowledged, 0, 2, 2) with { Value = 1, Hash = 2_000 },
        Entry(FactKind.Pushed, 1, 2, 2) with { Hash = Second },
        On(FactKind.ReadConfirmed, 1) with { Conversation = 0, Seq = 1, User = 1 },
        On(FactKind.Asked, 1),
        On(FactKind.AskedWith, 1) with { Conversation = 0, Seq = 2 },
        On(FactKind.Synced, 1) with { Conversation = 0, Seq = 2, Message = 1, Value = 1 },
        On(FactKind.SyncEnded, 1),
        new(FactKind.Calm),
        new(FactKind.Head) { Conversation = 0, Seq = 2 },
        new(FactKind.CalmEnded) { Value = 10_000 },
        new(FactKind.ReadBack) { User = 0, Conversation = 0, Seq = 2, Value = 1 },
        Stored(0, 1, 1, First),
        Stored(0, 2, 2, Second),
        new(FactKind.ReadBack) { User = 1, Conversation = 0, Seq = 2, Value = 1 },
        Stored(1, 1, 1, First),
        Stored(1, 2, 2, Second),
    ];

    /// <summary>A fact of a device on its only connection.</summary>
    public static Fact On(FactKind kind, int device) => new(kind) { Device = device, Line = device };

    public static Fact Entry(FactKind kind, int device, long seq, long message) =>
        On(kind, device) with { Conversation = 0, Seq = seq, Message = message };

    public static Fact Stored(int user, long seq, long message, ulong hash) =>
        new(FactKind.Stored) { User = user, Conversation = 0, Seq = seq, Message = message, Hash = hash, Value = seq * 1_000 };

    /// <summary>Puts facts before the first of a kind.</summary>
    public static List<Fact> Before(this List<Fact> ledger, FactKind kind, params Fact[] facts)
    {
        ledger.InsertRange(ledger.FindIndex(fact => fact.Kind == kind), facts);
        return ledger;
    }

    /// <summary>Changes each fact that is meant; null takes it away.</summary>
    public static List<Fact> Spoil(this List<Fact> ledger, Predicate<Fact> meant, Func<Fact, Fact?> change) =>
        [.. ledger.Select(fact => meant(fact) ? change(fact) : fact).OfType<Fact>()];
}
