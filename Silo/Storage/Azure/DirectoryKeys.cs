using System.Text;
using ImOrleans.Grains.Users;
using ImOrleans.Protocol.Accounts;

namespace ImOrleans.Silo.Storage.Azure;

/// <summary>
/// The keys of people. A profile is a partition. The names by which people are found are rows of one partition for each first character, in
/// the order of the names, so that a search is one query.
/// </summary>
internal static class DirectoryKeys
{
    public const string Profile = "profile";

    /// <summary>Of a name, in a key: a key has at most 512 characters. A longer query is checked against the profile.</summary>
    private const int MostBytes = 100;

    private const char Separator = '-';
    private const char BehindDigits = 'g';

    public static string Person(string userId) => $"u-{KeyText.Of(userId)}";

    /// <summary>The rows by which a person is found: none for a tombstone.</summary>
    public static HashSet<(string Partition, string Row)> Names(UserProfile profile)
    {
        if (profile.Username.Length == 0)
        {
            return [];
        }

        string suffix = $"{Separator}{KeyText.Of(profile.UserId)}";
        return
        [
            .. Starts(profile).Select(start => (Usernames(start.Folded, start.IsUsername), Hex(start.Folded) + suffix)),
        ];
    }

    /// <summary>Whether a folded query finds a person.</summary>
    public static bool Matches(UserProfile profile, string prefix) =>
        profile.Username.Length > 0 && Starts(profile).Any(start => start.Folded.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>Where the names that start with a folded query are.</summary>
    public static (string Partition, string From, string To) Range(string prefix, bool isUsername)
    {
        string from = Hex(prefix);
        return (Usernames(prefix, isUsername), from, from + BehindDigits);
    }

    public static string UserId(string row) => row[(row.IndexOf(Separator, StringComparison.Ordinal) + 1)..];

    private static IEnumerable<(string Folded, bool IsUsername)> Starts(UserProfile profile) =>
        SearchFolding.Starts(profile.DisplayName).Select(static start => (start, false))
            .Append((SearchFolding.Fold(profile.Username), true))
            .Where(static start => start.Item1.Length > 0);

    private static string Usernames(string folded, bool isUsername) =>
        $"{(isUsername ? 'n' : 'w')}{Separator}{Hex(Rune.GetRuneAt(folded, 0).ToString())}";

    /// <summary>In the order of the characters.</summary>
    private static string Hex(string folded)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(folded);
        return Convert.ToHexStringLower(bytes.AsSpan(0, Math.Min(bytes.Length, MostBytes)));
    }
}
