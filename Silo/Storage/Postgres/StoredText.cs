using System.Text;

namespace ImOrleans.Silo.Storage.Postgres;

/// <summary>
/// Text of clients as PostgreSQL takes it: it has no character of the number 0. A backslash marks one, and itself. The beginning of a text
/// stays the beginning of its stored form.
/// </summary>
internal static class StoredText
{
    private const char Mark = '\\';

    public static string Of(string text) => text.AsSpan().IndexOfAny(Mark, '\0') < 0
        ? text
        : text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("\0", @"\0", StringComparison.Ordinal);

    public static string Read(string stored)
    {
        if (!stored.Contains(Mark, StringComparison.Ordinal))
        {
            return stored;
        }

        StringBuilder text = new(stored.Length);
        for (int i = 0; i < stored.Length; i++)
        {
            text.Append(stored[i] != Mark ? stored[i] : stored[++i] == '0' ? '\0' : Mark);
        }

        return text.ToString();
    }
}
