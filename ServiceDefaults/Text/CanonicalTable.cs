using System.Globalization;

namespace ImOrleans.ServiceDefaults.Text;

/// <summary>The data of <see cref="CanonicalForm"/> for each character, from the embedded <c>canonical.txt</c>. Hangul follows from arithmetic.</summary>
internal sealed class CanonicalTable
{
    private const int Syllables = 0xAC00;
    private const int Leads = 0x1100;
    private const int Vowels = 0x1161;
    private const int Tails = 0x11A7;
    private const int LeadCount = 19;
    private const int VowelCount = 21;
    private const int TailCount = 28;
    private const int SyllableCount = LeadCount * VowelCount * TailCount;

    private readonly Dictionary<int, int[]> parts = [];
    private readonly Dictionary<(int First, int Second), int> wholes = [];
    private readonly Dictionary<int, int> classes = [];

    public static CanonicalTable Load()
    {
        CanonicalTable table = new();
        using StreamReader reader = new(typeof(CanonicalTable).Assembly.GetManifestResourceStream("canonical.txt")!);
        while (reader.ReadLine() is { } line)
        {
            table.Add(line);
        }

        return table;
    }

    /// <summary>0 for a letter, else the order of a mark among those of its letter.</summary>
    public int ClassOf(int code) => classes.GetValueOrDefault(code);

    /// <summary>Adds the character, in its smallest parts.</summary>
    public void Decompose(int code, List<int> target)
    {
        if (code - Syllables is >= 0 and < SyllableCount and int index)
        {
            target.Add(Leads + (index / (VowelCount * TailCount)));
            target.Add(Vowels + (index % (VowelCount * TailCount) / TailCount));
            target.AddRange(index % TailCount is > 0 and int tail ? [Tails + tail] : Array.Empty<int>());
        }
        else if (parts.TryGetValue(code, out int[]? apart))
        {
            Array.ForEach(apart, part => Decompose(part, target));
        }
        else
        {
            target.Add(code);
        }
    }

    /// <returns>Null when they stay two.</returns>
    public int? Compose(int first, int second)
    {
        if (first - Leads is >= 0 and < LeadCount and int lead && second - Vowels is >= 0 and < VowelCount and int vowel)
        {
            return Syllables + (((lead * VowelCount) + vowel) * TailCount);
        }

        if (first - Syllables is >= 0 and < SyllableCount and int syllable && syllable % TailCount == 0 && second - Tails is > 0 and < TailCount and int tail)
        {
            return first + tail;
        }

        return wholes.TryGetValue((first, second), out int whole) ? whole : null;
    }

    private void Add(string line)
    {
        if (line[0] == '#')
        {
            return;
        }

        if (line.Split('=') is [string whole, string apart])
        {
            int code = Read(whole.TrimStart('x'));
            parts[code] = [.. apart.Split(' ').Select(Read)];
            if (whole[0] != 'x')
            {
                wholes[(parts[code][0], parts[code][1])] = code;
            }
        }
        else if (line.Split('-', ':') is [string from, string to, string itsClass])
        {
            for (int code = Read(from); code <= Read(to); code++)
            {
                classes[code] = int.Parse(itsClass, CultureInfo.InvariantCulture);
            }
        }
    }

    private static int Read(string hex) => int.Parse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
