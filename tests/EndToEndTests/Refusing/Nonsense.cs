namespace ImOrleans.EndToEndTests.Refusing;

/// <summary>
/// Everything that is wrong with a request, made from one that is right: each value in it, at any depth, is in turn left out and replaced
/// by what does not belong there.
/// </summary>
public static class Nonsense
{
    public static string Lengthy { get; } = new('x', 10_000);

    private static readonly (string What, object? Value)[] Replacements =
    [
        ("null", null),
        ("a number", 7),
        ("a negative number", -1),
        ("a huge number", 1e300),
        ("a fraction", 1.5),
        ("true", true),
        ("a list", Array.Empty<object?>()),
        ("a map", new Dictionary<string, object?>()),
        ("nothing", ""),
        ("blanks", "   "),
        ("10,000 characters", Lengthy),
        ("control characters", "a\u0001\u0000b"),
        ("a bad id", "no such id!"),
    ];

    /// <param name="right">Maps as dictionaries, lists as arrays.</param>
    /// <param name="allowed">The values that are valid in their place, as <c>path: what</c>.</param>
    public static IEnumerable<(string What, object? Tree)> Of(object? right, IReadOnlyCollection<string> allowed) =>
        Of(right, "").Where(wrong => !allowed.Contains(wrong.What)).Select(wrong => (wrong.What.TrimStart('.'), wrong.Tree));

    private static IEnumerable<(string What, object? Tree)> Of(object? node, string path)
    {
        foreach ((string what, object? value) in Replacements.Where(replacement => !Fits(node, replacement.Value)))
        {
            yield return ($"{path}: {what}", value);
        }

        if (node is Dictionary<string, object?> map)
        {
            foreach ((string name, object? value) in map)
            {
                yield return ($"{path}.{name}: missing", map.Where(member => member.Key != name).ToDictionary());
                foreach ((string what, object? tree) in Of(value, $"{path}.{name}"))
                {
                    yield return (what, new Dictionary<string, object?>(map) { [name] = tree });
                }
            }
        }

        if (node is object?[] list)
        {
            for (int i = 0; i < list.Length; i++)
            {
                foreach ((string what, object? tree) in Of(list[i], $"{path}[{i}]"))
                {
                    yield return (what, (object?[])[.. list[..i], tree, .. list[(i + 1)..]]);
                }
            }
        }
    }

    /// <summary>The value has the wanted type, and breaks no known rule.</summary>
    private static bool Fits(object? node, object? value) => (node, value) switch
    {
        (int or long, 7) => true,
        (object?[], object?[]) => true,
        _ => false,
    };
}
