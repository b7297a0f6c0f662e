using System.Globalization;

namespace ImOrleans.Gateway.Auth;

/// <summary>
/// The keys that prove a token is ours, the newest first. The newest one signs. Tokens that the others signed before they were replaced
/// stay valid until they expire.
/// </summary>
internal sealed class SigningKeys(params IReadOnlyList<SigningKey> all)
{
    private static readonly char[] Separators = [',', ' ', '\t', '\r', '\n'];

    public SigningKey Current => all[0];

    public IReadOnlyList<SigningKey> All => all;

    /// <param name="configured">
    /// Base64, several separated by commas or blanks, each with the date before it at which it was added, if that is known.
    /// </param>
    /// <param name="startedAt">Stands in for a missing date: a key cannot have been replaced later than that.</param>
    /// <returns>Null when there is none, or one of them is no key.</returns>
    public static SigningKeys? Decode(string configured, DateTimeOffset startedAt = default)
    {
        List<SigningKey> keys = [];
        DateTimeOffset? addedAt = null;
        foreach (string part in configured.Split(Separators, StringSplitOptions.RemoveEmptyEntries))
        {
            if (addedAt is null && part.Contains('-', StringComparison.Ordinal)
                && DateTimeOffset.TryParse(part, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset date))
            {
                addedAt = date;
            }
            else if (SigningKey.Decode(part) is { } secret)
            {
                keys.Add(new SigningKey(secret, addedAt ?? startedAt));
                addedAt = null;
            }
            else
            {
                return null;
            }
        }

        return keys.Count > 0 && addedAt is null ? new SigningKeys(keys) : null;
    }

    /// <returns>When the next one was added; null for the key that signs.</returns>
    public DateTimeOffset? ReplacedAt(SigningKey key)
    {
        int place = all.TakeWhile(known => known.Id != key.Id).Count();
        return place == 0 ? null : place < all.Count ? all[place - 1].AddedAt : DateTimeOffset.MinValue;
    }

    /// <summary>The one that signs cannot be revoked: then there would be none.</summary>
    public SigningKeys Without(IReadOnlyCollection<string> ids) => new([Current, .. all.Skip(1).Where(key => !ids.Contains(key.Id))]);
}
