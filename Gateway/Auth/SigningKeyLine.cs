using System.Globalization;

namespace ImOrleans.Gateway.Auth;

/// <summary>A key as the file keeps it.</summary>
internal sealed record SigningKeyLine(DateTimeOffset AddedAt, byte[] Secret)
{
    public SigningKey Key { get; } = new(Secret, AddedAt);

    /// <returns>Null for anything else. A secret alone is from before there were dates, and older than all.</returns>
    public static SigningKeyLine? Parse(string line)
    {
        string[] parts = line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        DateTimeOffset addedAt = default;
        bool dated = parts.Length == 1
            || (parts.Length == 2 && DateTimeOffset.TryParse(parts[0], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out addedAt));
        return dated && SigningKey.Decode(parts[^1]) is { } secret ? new SigningKeyLine(addedAt, secret) : null;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{AddedAt:yyyy-MM-ddTHH:mm:ssZ} {Convert.ToBase64String(Secret)}");
}
