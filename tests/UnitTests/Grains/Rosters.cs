using ImOrleans.Grains.Conversations;

namespace ImOrleans.UnitTests.Grains;

internal static class Rosters
{
    public static Roster Of(params string[] userIds) => Roster.Of(1, userIds.Select(userId => KeyValuePair.Create(userId, 1L)));

    public static MembershipChange Joining(long version, params string[] userIds) =>
        new() { Version = version, Event = "joined", ActorId = "anna", Joined = userIds };

    public static MembershipChange Leaving(long version, params string[] userIds) =>
        new() { Version = version, Event = "removed", ActorId = "anna", Left = userIds };
}
