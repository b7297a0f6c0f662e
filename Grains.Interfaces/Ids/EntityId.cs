using ImOrleans.Protocol.Errors;
using ImOrleans.Protocol.Limits;

namespace ImOrleans.Grains;

/// <summary>Ids of users, groups, devices, sessions and messages: <c>[A-Za-z0-9_-]{1,64}</c>, case-sensitive.</summary>
public static class EntityId
{
    /// <summary>A new one: UUIDv7 (RFC 9562) as 32 hexadecimal digits, so that ids sort by time.</summary>
    public static string New(DateTimeOffset now) => Guid.CreateVersion7(now).ToString("N");

    public static bool IsValid(string? id) => ProtocolLimits.IsId(id);

    /// <exception cref="ImException"><see cref="ErrorCode.InvalidId"/>.</exception>
    public static void EnsureValid(string? id)
    {
        if (!IsValid(id))
        {
            throw new ImException(ErrorCode.InvalidId, "An id is 1 to 64 of the letters A-Z and a-z, digits, underscore and hyphen.");
        }
    }
}
