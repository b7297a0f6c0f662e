namespace ImOrleans.Load.Servers;

/// <summary>Names and values of one option: <c>A=1;B=2</c>.</summary>
internal static class Pairs
{
    public static IEnumerable<(string Name, string Value)> Of(string list) => list
        .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(pair => pair.Split('=', 2))
        .Select(pair => (pair[0], pair.ElementAtOrDefault(1) ?? ""));
}
