using Orleans;

namespace ImOrleans.Protocol.Conversations;

/// <summary>The state that a client has. Without both members the answer is the whole index.</summary>
[GenerateSerializer, Immutable, Alias("im.sync-request")]
public sealed record SyncRequest
{
    /// <summary>The cursor of the last <see cref="SyncResult"/>, unchanged.</summary>
    [Id(0)]
    public string? Cursor { get; init; }

    /// <summary>The newest seq known of each conversation, at most 500.</summary>
    [Id(1)]
    public Dictionary<string, long>? Heads
    {
        get;

        // A copy with the default comparer. Orleans cannot send the comparer of a formatter to a silo in another process.
        init => field = value is null ? null : new(value);
    }
}
