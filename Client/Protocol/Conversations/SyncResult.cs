using Orleans;

namespace ImOrleans.Protocol.Conversations;

/// <summary>The changes since the cursor.</summary>
[GenerateSerializer, Immutable, Alias("im.sync-result")]
public sealed record SyncResult
{
    /// <summary>Opaque; give it to the next <c>Sync</c>. It names stored state only.</summary>
    [Id(0)]
    public required string Cursor { get; init; }

    /// <summary>The cursor was not usable; what follows is the whole index and replaces what the client had.</summary>
    [Id(1)]
    public bool? Reset { get; init; }

    [Id(2)]
    public required DateTimeOffset ServerTime { get; init; }

    [Id(3)]
    public required ConversationChange[] Changes { get; init; }

    /// <summary>At most 200.</summary>
    [Id(4)]
    public required ConversationHead[] Conversations { get; init; }

    /// <summary>There is more: call again with <see cref="Cursor"/>.</summary>
    [Id(5)]
    public bool? More { get; init; }
}
