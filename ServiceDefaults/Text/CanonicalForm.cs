using System.Text;

namespace ImOrleans.ServiceDefaults.Text;

/// <summary>
/// The normalization forms C and D of Unicode, by a table of our own: without the globalization data of the system, which the programs run
/// without, <see cref="string.Normalize()"/> returns its text as it is. The same bytes on every machine also matter for stored hashes.
/// </summary>
internal static class CanonicalForm
{
    /// <summary>Every text below it is composed already.</summary>
    private const char FirstMark = '\u0300';

    private static readonly Lazy<CanonicalTable> Table = new(CanonicalTable.Load);

    /// <summary>Form C, in which typed text is compared. Invalid UTF-16 stays as it is.</summary>
    public static string Compose(string text) => text.AsSpan().ContainsAnyInRange(FirstMark, char.MaxValue)
        ? ToText(Compose(Ordered(text)))
        : text;

    /// <summary>Form D: letters and their marks apart.</summary>
    public static string Decompose(string text) => Ascii.IsValid(text) ? text : ToText(Ordered(text));

    /// <summary>All letters apart, and the marks after each letter by their class.</summary>
    private static List<int> Ordered(string text)
    {
        List<int> codes = new(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            bool isPair = char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
            Table.Value.Decompose(isPair ? char.ConvertToUtf32(text[i], text[++i]) : text[i], codes);
        }

        for (int start = 0; start < codes.Count; start++)
        {
            int end = start;
            while (end < codes.Count && Table.Value.ClassOf(codes[end]) > 0)
            {
                end++;
            }

            // Sorting must be stable: marks of one class keep their order, which carries meaning.
            int[] marks = [.. codes[start..end].OrderBy(Table.Value.ClassOf)];
            for (int i = 0; i < marks.Length; i++)
            {
                codes[start + i] = marks[i];
            }

            start = end;
        }

        return codes;
    }

    private static List<int> Compose(List<int> codes)
    {
        List<int> composed = new(codes.Count);
        int starter = -1;
        int lastClass = 0;
        foreach (int code in codes)
        {
            int itsClass = Table.Value.ClassOf(code);
            bool isBlocked = composed.Count - 1 > starter && lastClass >= itsClass;
            if (starter >= 0 && !isBlocked && Table.Value.Compose(composed[starter], code) is { } whole)
            {
                composed[starter] = whole;
                continue;
            }

            if (itsClass == 0)
            {
                starter = composed.Count;
            }

            lastClass = itsClass;
            composed.Add(code);
        }

        return composed;
    }

    private static string ToText(List<int> codes)
    {
        StringBuilder text = new(codes.Count);
        foreach (int code in codes)
        {
            // Half of a pair is no character, and is kept as it came.
            _ = code <= char.MaxValue ? text.Append((char)code) : text.Append(char.ConvertFromUtf32(code));
        }

        return text.ToString();
    }
}
