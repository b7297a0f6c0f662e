using ImOrleans.Protocol.Messages;

namespace ImOrleans.EndToEndTests.People;

/// <summary>Drafts of the kinds of <c>InventedSilo</c>.</summary>
public static class InventedDrafts
{
    /// <summary>Counts as unread.</summary>
    public static MessageDraft Cheer() => Of("cheer", new MessageContent { Name = "hurray" });

    /// <summary>Does not count.</summary>
    public static MessageDraft Wave() => Of("wave", new MessageContent());

    public static MessageDraft Rewrite(long target, string text) => Of("rewrite", new MessageContent { Text = text }) with { Target = target };

    public static MessageDraft Strike(long target) => Of("strike", new MessageContent()) with { Target = target };

    public static Task SendAsync(this Device device, string conversationId, params MessageDraft[] drafts) =>
        device.Api.PostAsync($"api/conversations/{conversationId}/messages", new SendRequest { Drafts = drafts });

    private static MessageDraft Of(string kind, MessageContent content) => Drafts.Text("") with { Kind = kind, Content = content };
}
