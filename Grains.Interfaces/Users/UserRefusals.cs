using ImOrleans.Protocol.Errors;

namespace ImOrleans.Grains.Users;

/// <summary>Refusals that owners and gateways share.</summary>
public static class UserRefusals
{
    public static ImException Unknown() => new(ErrorCode.UnknownUser, "There is no such user.");

    public static ImException UnknownAmong() => new(ErrorCode.UnknownUser, "One of the users does not exist.");
}
