using ImOrleans.Protocol.Errors;

namespace ImOrleans.Gateway.Endpoints;

/// <summary>Refuses lists with a null inside: the types say there is none, but JSON does not hold a client to it. The owner judges everything else about a list.</summary>
internal static class Required
{
    /// <exception cref="ImException"><see cref="ErrorCode.InvalidMembers"/>.</exception>
    public static string[] Members(string[] userIds) =>
        Array.TrueForAll(userIds, userId => userId is not null) ? userIds : throw new ImException(ErrorCode.InvalidMembers, "A user id is null.");
}
