using ImOrleans.Protocol.Errors;
using ImOrleans.Protocol.Messages;

namespace ImOrleans.Grains.Conversations;

/// <summary>The outcome of one <c>Send</c>: receipts, or a refusal of this send only.</summary>
[GenerateSerializer, Immutable, Alias("im.send-outcome")]
public sealed record SendOutcome
{
    [Id(0)]
    public SendReceipt[]? Receipts { get; init; }

    [Id(1)]
    public ImException? Refusal { get; init; }
}
