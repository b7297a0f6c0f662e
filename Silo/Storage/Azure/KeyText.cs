using System.Buffers;
using System.Globalization;
using System.Text;

namespace ImOrleans.Silo.Storage.Azure;

/// <summary>Text of clients as keys of tables take it: they have no slashes, control characters and some others.</summary>
internal static class KeyText
{
    private const char Mark = '=';

    private static readonly SearchValues<char> Plain =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789:-_.");

    public static string Of(string text)
    {
        if (!text.AsSpan().ContainsAnyExcept(Plain))
        {
            return text;
        }

        StringBuilder key = new(text.Length * 2);
        foreach (byte part in Encoding.UTF8.GetBytes(text))
        {
            char sign = (char)part;
            if (Plain.Contains(sign))
            {
                key.Append(sign);
            }
            else
            {
                key.Append(Mark).Append(part.ToString("x2", CultureInfo.InvariantCulture));
            }
        }

        return key.ToString();
    }
}
