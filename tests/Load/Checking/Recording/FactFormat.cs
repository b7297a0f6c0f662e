using System.Globalization;
using System.Text;

namespace ImOrleans.Load.Checking.Recording;

/// <summary>
/// A fact as a line that people can read and grep: its kind, its time, then a send before each number that it has. Text comes last, after
/// a quote.
/// </summary>
internal static class FactFormat
{
    private static readonly Dictionary<string, FactKind> Kinds = Enum.GetValues<FactKind>().ToDictionary(kind => kind.ToString());
    private static readonly Dictionary<string, FactKind>.AlternateLookup<ReadOnlySpan<char>> KindOf = Kinds.GetAlternateLookup<ReadOnlySpan<char>>();
    private static readonly string[] Names = [.. Enum.GetValues<FactKind>().Select(kind => kind.ToString())];

    public static void Append(StringBuilder line, in Fact fact)
    {
        line.Append(Names[(int)fact.Kind]).Append(' ').Append(fact.At);
        Append(line, 'u', fact.User, Fact.None);
        Append(line, 'd', fact.Device, Fact.None);
        Append(line, 'l', fact.Line, Fact.None);
        Append(line, 'c', fact.Conversation, Fact.None);
        Append(line, 's', fact.Seq, 0);
        Append(line, 'm', fact.Message, 0);
        Append(line, 'v', fact.Value, 0);
        if (fact.Hash != 0)
        {
            line.Append(" h").Append(fact.Hash);
        }

        if (fact.Text is { } text)
        {
            line.Append(" \"").Append(text.ReplaceLineEndings(" "));
        }

        line.Append('\n');
    }

    /// <exception cref="FormatException">The line is none of a ledger.</exception>
    public static Fact Parse(ReadOnlySpan<char> line)
    {
        ReadOnlySpan<char> rest = line;
        if (!KindOf.TryGetValue(Word(ref rest), out FactKind kind))
        {
            throw new FormatException($"This is no line of a ledger: {line}");
        }

        Fact fact = new(kind) { At = Number(Word(ref rest)) };
        while (!rest.IsEmpty)
        {
            if (rest[0] == '"')
            {
                return fact with { Text = rest[1..].ToString() };
            }

            ReadOnlySpan<char> word = Word(ref rest);
            fact = word[0] switch
            {
                'u' => fact with { User = (int)Number(word[1..]) },
                'd' => fact with { Device = (int)Number(word[1..]) },
                'l' => fact with { Line = (int)Number(word[1..]) },
                'c' => fact with { Conversation = (int)Number(word[1..]) },
                's' => fact with { Seq = Number(word[1..]) },
                'm' => fact with { Message = Number(word[1..]) },
                'v' => fact with { Value = Number(word[1..]) },
                'h' => fact with { Hash = ulong.Parse(word[1..], NumberStyles.None, CultureInfo.InvariantCulture) },
                _ => fact,
            };
        }

        return fact;
    }

    private static void Append(StringBuilder line, char send, long value, long none)
    {
        if (value != none)
        {
            line.Append(' ').Append(send).Append(value);
        }
    }

    private static long Number(ReadOnlySpan<char> digits) => long.Parse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    private static ReadOnlySpan<char> Word(ref ReadOnlySpan<char> rest)
    {
        int end = rest.IndexOf(' ');
        ReadOnlySpan<char> word = end < 0 ? rest : rest[..end];
        rest = end < 0 ? [] : rest[(end + 1)..];
        return word;
    }
}
