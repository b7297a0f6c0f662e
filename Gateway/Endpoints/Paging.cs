using System.Globalization;
using ImOrleans.Protocol.Errors;
using ImOrleans.Protocol.Limits;

namespace ImOrleans.Gateway.Endpoints;

/// <summary>
/// Reads the numbers and cursors of a query string. They arrive as text so that a wrong one is refused by its own code, not as malformed.
/// </summary>
internal static class Paging
{
    private const int MaximumCursorLength = 512;

    /// <exception cref="ImException"><see cref="ErrorCode.InvalidRange"/>.</exception>
    public static int Limit(string? text) => text is null ? ProtocolLimits.DefaultPage : (int)Number("limit", text, 1, ProtocolLimits.Page);

    /// <exception cref="ImException"><see cref="ErrorCode.InvalidRange"/>.</exception>
    public static long? Seq(string name, string? text) => text is null ? null : Number(name, text, 0, ProtocolLimits.MaxSeq);

    /// <exception cref="ImException"><see cref="ErrorCode.InvalidRange"/>.</exception>
    public static bool? Flag(string name, string? text) => text switch
    {
        null => null,
        "true" => true,
        "false" => false,
        _ => throw new ImException(ErrorCode.InvalidRange, $"{name} must be true or false."),
    };

    /// <summary>Only the writer of a cursor can read it; this refuses values that no writer makes.</summary>
    /// <exception cref="ImException"><see cref="ErrorCode.InvalidCursor"/>.</exception>
    public static string? Cursor(string? next) => next is { Length: 0 or > MaximumCursorLength }
        ? throw new ImException(ErrorCode.InvalidCursor, "next must be the value from an earlier page.")
        : next;

    private static long Number(string name, string text, long least, long most) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) && number >= least && number <= most
            ? number
            : throw new ImException(ErrorCode.InvalidRange, $"{name} must be a whole number from {least} to {most}.");
}
