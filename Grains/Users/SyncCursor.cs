using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ImOrleans.Grains.Conversations.Log;
using ImOrleans.Protocol.Errors;

namespace ImOrleans.Grains.Users;

/// <summary>
/// A position in a user's own sequence of changes. It names its user and its lineage: every user counts from one, and a restored server
/// counts again from its backup. A cursor of another user or lineage would silently skip changes.
/// </summary>
/// <param name="Position">The walk goes on above it.</param>
/// <param name="Since">
/// Endings at or below it need not be listed; the same as <paramref name="Position"/> unless pages are still to come.
/// </param>
internal readonly record struct SyncCursor(string Owner, long Position, long Since)
{
    /// <summary>Enough of a hash to notice a mix-up; nothing is kept secret by it.</summary>
    public static string TagOf(string userId, string lineage = IMessageLog.FirstLineage) => Convert.ToHexStringLower(SHA256.HashData(
        Encoding.UTF8.GetBytes(lineage == IMessageLog.FirstLineage ? userId : $"{userId} {lineage}")).AsSpan(0, 4));

    /// <exception cref="ImException"><see cref="ErrorCode.InvalidCursor"/>.</exception>
    public static SyncCursor? Parse(string? cursor)
    {
        if (cursor is null)
        {
            return null;
        }

        string[] parts = cursor.StartsWith('c') ? cursor[1..].Split('.') : [];
        return parts.Length is 2 or 3
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out long position)
            && long.TryParse(parts[^1], NumberStyles.None, CultureInfo.InvariantCulture, out long since)
            ? new SyncCursor(parts[0], position, since)
            : throw new ImException(ErrorCode.InvalidCursor, "The cursor must be the one from the last Sync, unchanged.");
    }

    public override string ToString() => Position == Since
        ? string.Create(CultureInfo.InvariantCulture, $"c{Owner}.{Position}")
        : string.Create(CultureInfo.InvariantCulture, $"c{Owner}.{Position}.{Since}");
}
