using ImOrleans.Grains.Accounts;
using ImOrleans.Grains.Sessions;
using ImOrleans.Protocol.Hubs;
using Xunit;

namespace ImOrleans.UnitTests.Grains;

public sealed class DecidingOnAccountsTests
{
    [Theory]
    [InlineData("", nameof(DeletionStage.None), true, false)]
    [InlineData("ann", nameof(DeletionStage.None), false, true)]
    [InlineData("ann", nameof(DeletionStage.Sessions), false, true)]
    [InlineData("ann", nameof(DeletionStage.Conversations), false, true)]
    [InlineData("ann", nameof(DeletionStage.Done), true, true)]
    [InlineData("ann", nameof(DeletionStage.Done), false, false)]
    public void A_username_is_free_when_nobody_had_it_or_its_deletion_is_over_and_it_is_not_reserved(
        string userId, string stage, bool reservesDeleted, bool isTaken) =>
        Assert.Equal(isTaken, new AccountState { UserId = userId, Deletion = Enum.Parse<DeletionStage>(stage) }.IsTaken(reservesDeleted));

    [Fact]
    public void A_deletion_leaves_nothing_to_sign_in_with_and_nothing_personal()
    {
        AccountState account = new() { UserId = "ann", PasswordHash = "hash", DisplayName = "Ann", KeptSession = "s" };

        account.Delete();

        Assert.Equal(("ann", "", "", null), (account.UserId, account.PasswordHash, account.DisplayName, account.KeptSession));
        Assert.True(account is { IsInUse: false, IsUnfinished: true });
    }

    [Fact]
    public void A_changed_password_ends_the_sessions_of_older_ones_except_the_one_that_changed_it()
    {
        SessionsState sessions = new();
        foreach ((string id, int version) in new[] { ("own", 0), ("old", 0), ("new", 2), ("between", 1) })
        {
            sessions.ByDevice[id] = new SessionState
            {
                SessionId = id, DeviceId = id, Platform = "web", SignedInAt = default, LastSeenAt = default, Generation = 1, PasswordVersion = version,
            };
        }

        Assert.Equal(
            [("between", SignedOutReason.PasswordChanged), ("old", SignedOutReason.PasswordChanged)],
            sessions.ChangePassword("own", 2).Select(end => (end.Session.SessionId, end.Reason)).Order());
        Assert.Equal(["new", "own"], sessions.ByDevice.Keys.Order());
        Assert.Equal((2, 2), (sessions.PasswordVersion, sessions.ByDevice["own"].PasswordVersion));
    }
}
