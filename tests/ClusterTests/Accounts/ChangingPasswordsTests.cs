using ImOrleans.ClusterTests.Running;
using ImOrleans.Grains.Accounts;
using ImOrleans.Grains.Sessions;
using ImOrleans.Protocol.Accounts;
using Xunit;

namespace ImOrleans.ClusterTests.Accounts;

public sealed class ChangingPasswordsTests(ImCluster cluster) : IClassFixture<ImCluster>
{
    private const string Password = "correct horse battery";
    private const string Another = "another battery";
    private static readonly SignInSource Home = SignInSource.OfKnownDevice("phone");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_change_whose_activation_ends_before_the_other_sessions_do_ends_them_later(bool isDone)
    {
        (IAccountGrain account, ISessionsGrain sessions) = await Register();
        SessionTicket own = await Open(sessions, "phone", 0);
        SessionTicket other = await Open(sessions, "laptop", 0);
        using (isDone
            ? cluster.Calls.LoseAnswers(sessions, nameof(ISessionsGrain.PasswordChanged))
            : cluster.Calls.Fail(sessions, nameof(ISessionsGrain.PasswordChanged)))
        {
            await Assert.ThrowsAnyAsync<Exception>(() => account.ChangePassword(own.SessionId, Password, Another, Home));
            await cluster.Forget(account);
        }

        // A sign-in with the new password comes before the old sessions end, and is not one of them.
        ProvenAccount proven = await account.Prove(Another, Home);
        SessionTicket next = await Open(sessions, "tablet", proven.PasswordVersion);
        await Waiting.Until(async () => await sessions.Verify(other.SessionId, "gateway") is null, "The other session went on.");
        Assert.Equal("phone", await sessions.Verify(own.SessionId, "gateway"));
        Assert.Equal("tablet", await sessions.Verify(next.SessionId, "gateway"));
        await Refusals.Refused(ErrorCode.WrongCredentials, account.Prove(Password, Home));
    }

    [Fact]
    public async Task A_sign_in_that_was_proved_with_the_old_password_opens_no_session()
    {
        (IAccountGrain account, ISessionsGrain sessions) = await Register();
        SessionTicket own = await Open(sessions, "phone", 0);
        ProvenAccount thief = await account.Prove(Password, Home);

        int version = await account.ChangePassword(own.SessionId, Password, Another, Home);

        await Refusals.Refused(ErrorCode.WrongCredentials, Open(sessions, "laptop", thief.PasswordVersion));
        Assert.Equal(version, (await Open(sessions, "laptop", version)).PasswordVersion);
        Assert.Equal(version, (await sessions.Refresh(own.SessionId, own.Generation)).PasswordVersion);
        Assert.Equal(version, await account.PasswordVersion(sessions.GetPrimaryKeyString()));
    }

    [Fact]
    public async Task The_session_that_is_kept_is_not_the_one_of_the_change_before()
    {
        (IAccountGrain account, ISessionsGrain sessions) = await Register();
        SessionTicket first = await Open(sessions, "phone", 0);
        int version = await account.ChangePassword(first.SessionId, Password, Another, Home);
        SessionTicket second = await Open(sessions, "laptop", version);

        await account.ChangePassword(second.SessionId, Another, Password, Home);

        Assert.Null(await sessions.Verify(first.SessionId, "gateway"));
        Assert.Equal("laptop", await sessions.Verify(second.SessionId, "gateway"));
    }

    private static Task<SessionTicket> Open(ISessionsGrain sessions, string deviceId, int version) =>
        sessions.Open(new DeviceInfo { DeviceId = deviceId, Platform = "web" }, version);

    private async Task<(IAccountGrain Account, ISessionsGrain Sessions)> Register()
    {
        IAccountGrain account = cluster.Grains.GetGrain<IAccountGrain>(cluster.NewName("account"));
        return (account, cluster.Grains.GetGrain<ISessionsGrain>(await account.Register(Password, "Ann")));
    }
}
