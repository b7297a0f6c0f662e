namespace ImOrleans.Protocol.Messages;

/// <summary>Body of <c>POST /api/conversations/{id}/messages</c>.</summary>
public sealed record SendRequest
{
    public required MessageDraft[] Drafts { get; init; }
}
