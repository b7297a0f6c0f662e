using System.Globalization;
using Azure.Data.Tables;

namespace ImOrleans.Silo.Storage.Azure;

/// <summary>Bytes of any length up to that of a row, in as many columns as they need: a column has at most 64 KiB.</summary>
internal static class RowBytes
{
    /// <summary>A row has at most 1 MiB, and the emulator counts bytes in Base64.</summary>
    public const int Most = 10 * PerColumn;

    private const int PerColumn = 64 * 1_024;

    /// <exception cref="ArgumentOutOfRangeException">They do not fit.</exception>
    public static TableEntity With(this TableEntity row, ReadOnlySpan<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes.Length, Most, nameof(bytes));
        for (int column = 0; column * PerColumn < bytes.Length; column++)
        {
            ReadOnlySpan<byte> rest = bytes[(column * PerColumn)..];
            row[Column(column)] = rest[..Math.Min(rest.Length, PerColumn)].ToArray();
        }

        return row;
    }

    public static byte[] Bytes(this TableEntity row)
    {
        List<byte[]> columns = [];
        while (row.TryGetValue(Column(columns.Count), out object? part))
        {
            columns.Add((byte[])part);
        }

        return columns is [var whole] ? whole : [.. columns.SelectMany(static column => column)];
    }

    private static string Column(int number) => number.ToString("'b'0", CultureInfo.InvariantCulture);
}
