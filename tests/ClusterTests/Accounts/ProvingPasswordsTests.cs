using ImOrleans.ClusterTests.Running;
using ImOrleans.Grains.Accounts;
using Xunit;

namespace ImOrleans.ClusterTests.Accounts;

public sealed class ProvingPasswordsTests(ImCluster cluster) : IClassFixture<ImCluster>
{
    private const string Password = "correct horse battery";
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);
    private static readonly SignInSource Cafe = SignInSource.OfAddress("10.0.0.1");
    private static readonly SignInSource Home = SignInSource.OfAddress("10.0.0.2");

    [Fact]
    public async Task Wrong_passwords_from_one_source_keep_out_that_source_and_no_other()
    {
        IAccountGrain ann = await Registered();
        await FailAsync(ann, Cafe, 10);

        await Refusals.Refused(ErrorCode.TooManyAttempts, ann.SignIn(Password, Cafe));
        await ann.SignIn(Password, Home);
        await ann.SignIn(Password, SignInSource.OfKnownDevice("phone"));
        await Refusals.Refused(ErrorCode.TooManyAttempts, ann.SignIn(Password, Cafe));
    }

    [Fact]
    public async Task A_name_that_nobody_has_is_refused_like_any_other_and_stays_in_no_memory()
    {
        IAccountGrain nobody = Account();
        await FailAsync(nobody, Cafe, 10);

        await Refusals.Refused(ErrorCode.TooManyAttempts, nobody.SignIn(Password, Cafe));
        await Refusals.Refused(ErrorCode.WrongCredentials, nobody.SignIn(Password, Home));
        IManagementGrain management = cluster.Grains.GetGrain<IManagementGrain>(0);
        await Waiting.Until(async () => await management.GetActivationAddress(nobody) is null, "The grain of a name that nobody has stayed.");
        await Refusals.Refused(ErrorCode.TooManyAttempts, nobody.SignIn(Password, Cafe));
    }

    [Fact]
    public async Task A_clock_that_was_ahead_for_a_moment_locks_nobody_out()
    {
        IAccountGrain ann = await Registered();
        cluster.Time.SetClock(TimeSpan.FromDays(365));
        await FailAsync(ann, Cafe, 10);
        cluster.Time.SetClock(TimeSpan.Zero);
        await Refusals.Refused(ErrorCode.TooManyAttempts, ann.SignIn(Password, Cafe));

        cluster.Time.Advance(Window);

        await ann.SignIn(Password, Cafe);
    }

    private static async Task FailAsync(IAccountGrain account, SignInSource source, int times)
    {
        for (int attempt = 0; attempt < times; attempt++)
        {
            await Refusals.Refused(ErrorCode.WrongCredentials, account.SignIn("guess number one", source));
        }
    }

    private async Task<IAccountGrain> Registered()
    {
        IAccountGrain account = Account();
        await account.Register(Password, "Ann");
        return account;
    }

    private IAccountGrain Account() => cluster.Grains.GetGrain<IAccountGrain>(cluster.NewName("account"));
}
