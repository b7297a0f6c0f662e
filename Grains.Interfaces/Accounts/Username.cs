using ImOrleans.Protocol.Errors;
using ImOrleans.Protocol.Limits;

namespace ImOrleans.Grains.Accounts;

/// <summary>The only speller of an account's key.</summary>
public static class Username
{
    /// <summary>Compared without case; 3-32 of <c>a-z 0-9 . _ -</c>.</summary>
    /// <exception cref="ImException"><see cref="ErrorCode.InvalidUsername"/>.</exception>
    public static string Normalize(string? username)
    {
        if (!ProtocolLimits.IsUsername(username))
        {
            throw new ImException(ErrorCode.InvalidUsername, "A username is 3 to 32 of the letters a-z, digits, dot, underscore and hyphen.");
        }

        return username!.ToLowerInvariant();
    }
}
