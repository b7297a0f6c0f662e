namespace ImOrleans.Protocol.Messages;

/// <summary>Answer of <c>POST /api/conversations/{id}/messages</c>: a receipt for each draft, in their order.</summary>
public sealed record SendReply
{
    public required SendReceipt[] Receipts { get; init; }
}
