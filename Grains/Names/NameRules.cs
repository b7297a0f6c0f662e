using System.Globalization;
using System.Text;
using ImOrleans.Protocol.Limits;

namespace ImOrleans.Grains.Names;

/// <summary>Which names people can give to themselves, to groups and to devices. Pure. The page shows blank ones by the same rule (<c>clean.js</c>).</summary>
internal static class NameRules
{
    public const string Sentence = "without control characters, at least one of them visible";

    /// <summary>Default_Ignorable_Code_Point of Unicode, as far as the category does not say so, and what has a shape without ink.</summary>
    private static readonly (int First, int Last)[] Blank =
    [
        (0x115f, 0x1160), (0x2065, 0x2065), (0x2800, 0x2800), (0x3164, 0x3164), (0xffa0, 0xffa0), (0xfff0, 0xfffc),
        (0x13441, 0x13442), (0x1d159, 0x1d159), (0xe0000, 0xe0fff),
    ];

    public static bool IsName(string name)
    {
        bool visible = false;
        ReadOnlySpan<char> rest = name;
        while (!rest.IsEmpty)
        {
            // A half of a character cannot be stored as UTF-8.
            if (Rune.DecodeFromUtf16(rest, out Rune rune, out int length) != System.Buffers.OperationStatus.Done || Rune.IsControl(rune))
            {
                return false;
            }

            visible |= IsVisible(rune);
            rest = rest[length..];
        }

        return visible && name.Length <= ProtocolLimits.NameLength;
    }

    /// <summary>A mark needs a letter below it.</summary>
    private static bool IsVisible(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is not (
            UnicodeCategory.Format or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark)
        && !Array.Exists(Blank, range => rune.Value >= range.First && rune.Value <= range.Last);
}
