using ImOrleans.Protocol.Errors;

namespace ImOrleans.Grains.Accounts;

/// <summary>The only speller of an account's key.</summary>
public static class Username
{
    /// <summary>Compared without case; 3-32 of <c>a-z 0-9 . _ -</c>.</summary>
    /// <exception cref="ImException"><see cref="ErrorCode.InvalidUsername"/>.</exception>
    public static string Normalize(string? username)
    {
        string given = username ?? "";
        if (given.Length is < 3 or > 32 || !given.All(IsAllowed))
        {
            throw new ImException(ErrorCode.InvalidUsername, "A username is 3 to 32 of the letters a-z, digits, dot, underscore and hyphen.");
        }

        return given.ToLowerInvariant();
    }

    private static bool IsAllowed(char c) => char.IsAsciiLetter(c) || char.IsAsciiDigit(c) || c is '.' or '_' or '-';
}
