using ImOrleans.Protocol.Messages;

namespace ImOrleans.Grains.Conversations.Kinds;

/// <summary>A text that a person wrote.</summary>
internal sealed class TextKind : EntryKind
{
    public override string Name => MessageKind.Text;

    public override string? Fault(MessageContent content) =>
        content.Text is { Length: >= 1 } && content with { Text = null } == new MessageContent()
            ? null
            : "The content of a text message is its text, 1 character or more, and nothing else.";
}
