using Orleans;

namespace ImOrleans.Protocol.Push;

/// <summary>Body of <c>POST /api/push/opened</c>: the user opened a notification on the caller's device.</summary>
[GenerateSerializer, Immutable, Alias("im.push-opened")]
public sealed record PushOpened
{
    /// <summary>The id that came with the notification. An unknown one changes nothing.</summary>
    [Id(0)]
    public required string Id { get; init; }
}
