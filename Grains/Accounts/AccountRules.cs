using ImOrleans.Grains.Names;
using ImOrleans.Protocol.Errors;
using ImOrleans.Protocol.Limits;

namespace ImOrleans.Grains.Accounts;

/// <summary>What a password and a display name must be.</summary>
internal static class AccountRules
{
    public static void EnsurePassword(string? password)
    {
        if (password is not { Length: >= ProtocolLimits.MinPasswordLength and <= ProtocolLimits.MaxPasswordLength })
        {
            throw new ImException(ErrorCode.InvalidPassword, $"A password is {ProtocolLimits.MinPasswordLength} to {ProtocolLimits.MaxPasswordLength} characters.");
        }
    }

    /// <summary>The name without outer white space.</summary>
    public static string EnsureDisplayName(string? displayName)
    {
        string name = (displayName ?? "").Trim();
        if (!NameRules.IsName(name))
        {
            throw new ImException(ErrorCode.InvalidDisplayName, $"A display name is 1 to {ProtocolLimits.NameLength} characters {NameRules.Sentence}.");
        }

        return name;
    }
}
