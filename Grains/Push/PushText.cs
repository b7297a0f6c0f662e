using System.Globalization;

namespace ImOrleans.Grains.Push;

/// <summary>The words of a notification, in English or Chinese.</summary>
internal static class PushText
{
    /// <param name="language">A tag (RFC 5646); null for English.</param>
    /// <param name="text">Of the newest message; null to hide it, or when its kind has none.</param>
    /// <param name="sender">Put before the text in a group; null in a direct conversation.</param>
    /// <param name="count">Messages that the notification is about.</param>
    /// <param name="isMore">There can be more messages than were counted.</param>
    /// <param name="longest">The most characters of the text, as people count them.</param>
    public static string Body(string? language, string? text, string? sender, int count, bool isMore, int longest)
    {
        bool isChinese = language?.StartsWith("zh", StringComparison.OrdinalIgnoreCase) == true;
        if (count > 1)
        {
            string number = string.Create(CultureInfo.InvariantCulture, $"{count}{(isMore ? "+" : "")}");
            return isChinese ? $"{number} 条新消息" : $"{number} new messages";
        }

        return text is null ? (isChinese ? "新消息" : "New message")
            : sender is null ? Cut(text, longest)
            : isChinese ? $"{sender}：{Cut(text, longest)}"
            : $"{sender}: {Cut(text, longest)}";
    }

    /// <summary>Between characters as people see them, never inside one.</summary>
    private static string Cut(string text, int longest)
    {
        TextElementEnumerator characters = StringInfo.GetTextElementEnumerator(text);
        for (int count = 0; characters.MoveNext(); count++)
        {
            if (count == longest)
            {
                return $"{text[..characters.ElementIndex].TrimEnd()}…";
            }
        }

        return text;
    }
}
