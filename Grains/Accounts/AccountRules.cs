using ImOrleans.Protocol.Errors;

namespace ImOrleans.Grains.Accounts;

/// <summary>What a password and a display name must be.</summary>
internal static class AccountRules
{
    public const int MaxDisplayName = 64;

    public static void EnsurePassword(string? password)
    {
        if (password is not { Length: >= 8 and <= 128 })
        {
            throw new ImException(ErrorCode.InvalidPassword, "A password is 8 to 128 characters.");
        }
    }

    /// <summary>The name without outer white space.</summary>
    public static string EnsureDisplayName(string? displayName)
    {
        string name = (displayName ?? "").Trim();
        if (name.Length is < 1 or > MaxDisplayName || name.Any(char.IsControl))
        {
            throw new ImException(ErrorCode.InvalidDisplayName, "A display name is 1 to 64 characters without control characters.");
        }

        return name;
    }
}
