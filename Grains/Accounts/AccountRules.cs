using ImOrleans.Grains.Names;
using ImOrleans.Protocol.Errors;
using ImOrleans.Protocol.Limits;
using ImOrleans.ServiceDefaults.Text;

namespace ImOrleans.Grains.Accounts;

/// <summary>The rules for passwords and display names.</summary>
internal static class AccountRules
{
    public static void EnsurePassword(string? password)
    {
        // In the form that is hashed: how many characters another keyboard needs for the same password does not matter.
        if (password is null || CanonicalForm.Compose(password).Length is < ProtocolLimits.MinPasswordLength or > ProtocolLimits.MaxPasswordLength)
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
