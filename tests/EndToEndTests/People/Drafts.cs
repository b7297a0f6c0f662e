using ImOrleans.Protocol.Messages;

namespace ImOrleans.EndToEndTests.People;

/// <summary>Messages before they are sent.</summary>
public static class Drafts
{
    public static MessageDraft Text(string text) => new()
    {
        ClientMessageId = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString(),
        Kind = MessageKind.Text,
        Content = new MessageContent { Text = text },
    };

    public static MessageDraft[] Numbered(int count) => [.. Enumerable.Range(1, count).Select(number => Text($"message {number}"))];
}
