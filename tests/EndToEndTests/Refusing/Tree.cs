namespace ImOrleans.EndToEndTests.Refusing;

/// <summary>Requests without types: what a client of no known make sends.</summary>
public static class Tree
{
    public static Dictionary<string, object?> Map(params (string Name, object? Value)[] members) =>
        members.ToDictionary(member => member.Name, member => member.Value);

    public static object?[] List(params object?[] items) => items;

    public static Dictionary<string, object?> Draft(string text = "hello", string kind = "text", string? clientMessageId = null) => Map(
        ("clientMessageId", clientMessageId ?? People.Drafts.Text(text).ClientMessageId), ("kind", kind), ("content", Map(("text", text))));
}
