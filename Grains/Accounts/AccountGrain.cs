using ImOrleans.Grains.Users;
using ImOrleans.Protocol.Accounts;
using ImOrleans.Protocol.Errors;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace ImOrleans.Grains.Accounts;

/// <inheritdoc cref="IAccountGrain"/>
internal sealed class AccountGrain(
    [PersistentState("account")] IPersistentState<AccountState> account,
    IPasswordHasher<AccountState> hasher,
    IOptions<AccountOptions> options,
    TimeProvider time) : Grain, IAccountGrain
{
    private readonly FailedAttempts failures = new(options.Value, time);

    private bool Exists => account.State.UserId.Length > 0;

    public async Task<string> Register(string password, string displayName)
    {
        AccountRules.EnsurePassword(password);
        string name = AccountRules.EnsureDisplayName(displayName);
        if (Exists)
        {
            throw new ImException(ErrorCode.UsernameTaken, "This username is taken.");
        }

        account.State = new AccountState
        {
            UserId = EntityId.New(time.GetUtcNow()),
            PasswordHash = hasher.HashPassword(account.State, password),
            DisplayName = name,
        };
        await account.WriteStateAsync();
        await Introduce();
        return account.State.UserId;
    }

    public async Task<string> SignIn(string password)
    {
        failures.EnsureAllowed();
        if (!Matches(password ?? ""))
        {
            failures.Add();
            throw new ImException(ErrorCode.WrongCredentials, "The username or the password is wrong.");
        }

        failures.Clear();
        if (!account.State.Introduced)
        {
            await Introduce();
        }

        return account.State.UserId;
    }

    public Task<string?> Owner() => Task.FromResult(Exists ? account.State.UserId : null);

    private bool Matches(string password)
    {
        if (!Exists)
        {
            // As slow as a real comparison: the time must not tell which usernames exist.
            hasher.HashPassword(account.State, password);
            return false;
        }

        return hasher.VerifyHashedPassword(account.State, account.State.PasswordHash, password) != PasswordVerificationResult.Failed;
    }

    private async Task Introduce()
    {
        await GrainFactory.GetGrain<IProfileGrain>(account.State.UserId).Create(new UserProfile
        {
            UserId = account.State.UserId,
            Username = this.GetPrimaryKeyString(),
            DisplayName = account.State.DisplayName,
        });
        account.State.Introduced = true;
        await account.WriteStateAsync();
    }
}
