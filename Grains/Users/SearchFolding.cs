using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace ImOrleans.Grains.Users;

/// <summary>
/// The form of a name in which people search: without case, without marks and in its plain form (Unicode NFKD), so that
/// "jose" finds "José". Every user directory keeps its keys in this form, and folds a query in the same way. Pure.
/// </summary>
/// <remarks>
/// The keys are stored: the table of <c>folding.txt</c> belongs to the schema, and changes only together with a step that rewrites them.
/// The processes run without the tables of the operating system (<c>InvariantGlobalization</c>), where normalizing changes nothing.
/// </remarks>
public static class SearchFolding
{
    private const int MaxStarts = 64;
    private const int FirstSyllable = 0xac00;
    private const int LastSyllable = 0xd7a3;

    /// <summary>Scripts that are written without blanks: each character can begin a word.</summary>
    private static readonly (int First, int Last)[] WithoutBlanks =
    [
        (0x3005, 0x3007), (0x3041, 0x30ff), (0x3105, 0x312f), (0x31a0, 0x31bf), (0x31f0, 0x31ff), (0x3400, 0x4dbf), (0x4e00, 0x9fff),
        (FirstSyllable, LastSyllable), (0xf900, 0xfaff), (0xff66, 0xff9d), (0x1b000, 0x1b16f), (0x20000, 0x3ffff),
    ];

    private static readonly FrozenDictionary<int, string> Table = Load();

    /// <summary>The plain form, with one blank between words and none around them.</summary>
    public static string Fold(string text)
    {
        StringBuilder folded = new(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            Fold(rune, folded);
        }

        return string.Join(' ', folded.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>
    /// The ends of a name that a query is compared with. One begins at each word, and at each character of a script without blanks. A query
    /// finds the name if one of them starts with the folded query.
    /// </summary>
    public static IReadOnlyCollection<string> Starts(string name)
    {
        HashSet<string> starts = new(StringComparer.Ordinal);
        bool inWord = false;
        int at = 0;
        foreach (Rune rune in name.EnumerateRunes())
        {
            bool isPart = Rune.IsLetterOrDigit(rune) || IsMark(rune);
            bool begins = IsWithoutBlanks(rune) || (isPart && !inWord) || (!Rune.IsWhiteSpace(rune) && (at == 0 || char.IsWhiteSpace(name[at - 1])));
            if (begins && Fold(name[at..]) is { Length: > 0 } start && starts.Count < MaxStarts)
            {
                starts.Add(start);
            }

            inWord = isPart;
            at += rune.Utf16SequenceLength;
        }

        return starts;
    }

    /// <summary>One such character is a whole name.</summary>
    public static bool IsWithoutBlanks(Rune rune) => Array.Exists(WithoutBlanks, range => rune.Value >= range.First && rune.Value <= range.Last);

    private static void Fold(Rune rune, StringBuilder folded)
    {
        if (Table.TryGetValue(rune.Value, out string? plain))
        {
            folded.Append(plain);
        }
        else if (rune.Value is >= FirstSyllable and <= LastSyllable)
        {
            AppendLetters(rune.Value - FirstSyllable, folded);
        }
        else if (!IsMark(rune) && Rune.GetUnicodeCategory(rune) != UnicodeCategory.Format)
        {
            Rune lower = Rune.ToLowerInvariant(rune);
            folded.Append(Table.GetValueOrDefault(lower.Value) ?? lower.ToString());
        }
    }

    /// <summary>A Korean syllable as its two or three letters, so that the beginning of one is a beginning.</summary>
    private static void AppendLetters(int syllable, StringBuilder folded)
    {
        folded.Append((char)(0x1100 + (syllable / 588))).Append((char)(0x1161 + (syllable % 588 / 28)));
        if (syllable % 28 > 0)
        {
            folded.Append((char)(0x11a7 + (syllable % 28)));
        }
    }

    private static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark;

    /// <summary>Each line has a plain form, a tab, and the characters that have it.</summary>
    private static FrozenDictionary<int, string> Load()
    {
        using Stream stream = typeof(SearchFolding).Assembly.GetManifestResourceStream("ImOrleans.Grains.Users.folding.txt")!;
        using StreamReader reader = new(stream, Encoding.UTF8);
        Dictionary<int, string> table = [];
        while (reader.ReadLine() is { } line)
        {
            int tab = line.IndexOf('\t', StringComparison.Ordinal);
            foreach (Rune rune in line.AsSpan(tab + 1).EnumerateRunes())
            {
                table[rune.Value] = line[..tab];
            }
        }

        return table.ToFrozenDictionary();
    }
}
