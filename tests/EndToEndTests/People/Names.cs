namespace ImOrleans.EndToEndTests.People;

/// <summary>Names that show nothing on a screen, and others that look like them.</summary>
public static class Names
{
    public static string[] Blank { get; } =
    [
        "\u2800", "\u2800 \u3000\u2800", "\u200b", "\u200d\u3164", "\u00ad", "\u034f", "\u115f\u1160", "\uffa0", "\u17b4", "\u180e", "\u2063", "\ufe0f", "\ufeff", "\u2028",
        "\u0301", "\u20dd", "\ufffc", "\U0001d159", "\U000e0041", "\U000e0100", "\U00013441", "\u061c\u202e",
    ];

    public static string[] Visible { get; } =
        ["J", "李", "👍", "❤\ufe0f", "e\u0301", "⠓⠊", "_", "1", "👩\u200d👩\u200d👧", "\u200fعمر", "\u2800x", "می\u200cخواهم", "\ue000", "𠮷", "\u0e33", "$"];
}
