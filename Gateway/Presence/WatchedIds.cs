using ImOrleans.Grains;
using ImOrleans.Grains.Presence;
using ImOrleans.Protocol.Errors;

namespace ImOrleans.Gateway.Presence;

/// <summary>The people whose presence a client asks for.</summary>
internal static class WatchedIds
{
    /// <summary>Each costs silos a call, which is cheaper than most: so many count as one call more.</summary>
    private const int ForOneCall = 8;

    /// <summary>The calls that asking for them counts as, beside the one that it is.</summary>
    public static int CallsFor(string[] userIds) => userIds.Length / ForOneCall;

    /// <returns>Each once, in the order asked.</returns>
    /// <exception cref="ImException"><see cref="ErrorCode.TooManyWatched"/>, <see cref="ErrorCode.InvalidId"/>.</exception>
    public static string[] Of(string[] userIds, PresenceOptions options)
    {
        if (userIds.Length > options.MaxWatched)
        {
            throw new ImException(ErrorCode.TooManyWatched, $"The presence of at most {options.MaxWatched} people can be asked for; these are {userIds.Length}.");
        }

        Array.ForEach(userIds, EntityId.EnsureValid);
        return [.. userIds.Distinct(StringComparer.Ordinal)];
    }
}
