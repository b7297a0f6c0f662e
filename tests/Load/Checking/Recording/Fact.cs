namespace ImOrleans.Load.Checking.Recording;

/// <summary>One line of a ledger. Users, devices, connections and conversations are numbers; -1 is none.</summary>
internal readonly record struct Fact(FactKind Kind)
{
    public const int None = -1;

    /// <summary>Milliseconds since the run began.</summary>
    public long At { get; init; }

    public int User { get; init; } = None;

    public int Device { get; init; } = None;

    /// <summary>A connection's number, unique in the run.</summary>
    public int Line { get; init; } = None;

    public int Conversation { get; init; } = None;

    public long Seq { get; init; }

    /// <summary>The message's number in this run; 0 is a notice, -1 something that this run did not send.</summary>
    public long Message { get; init; }

    public long Value { get; init; }

    /// <summary>The hash of sender, client message id, kind and content.</summary>
    public ulong Hash { get; init; }

    public string? Text { get; init; }
}
