using ImOrleans.Grains.Users;
using ImOrleans.Protocol.Accounts;
using ImOrleans.Protocol.Errors;
using Orleans.Placement;

namespace ImOrleans.Grains.Accounts;

/// <inheritdoc cref="IAccountGrain"/>
/// <remarks>Placed by its name, so that the attempts at one name are counted on one silo however often its grain begins anew.</remarks>
[HashBasedPlacement]
internal sealed class AccountGrain(
    [PersistentState("account")] IPersistentState<AccountState> account,
    Passwords passwords,
    PasswordProof proof,
    TimeProvider time) : Grain, IAccountGrain
{
    private bool Exists => account.State.UserId.Length > 0;

    public async Task<string> Register(string password, string displayName)
    {
        try
        {
            AccountRules.EnsurePassword(password);
            string name = AccountRules.EnsureDisplayName(displayName);
            if (Exists)
            {
                throw new ImException(ErrorCode.UsernameTaken, "This username is taken.");
            }

            string hash = await passwords.HashAsync(password);
            account.State = new AccountState
            {
                UserId = EntityId.New(time.GetUtcNow()),
                PasswordHash = hash,
                DisplayName = name,
                IsComposed = true,
            };
            await account.WriteStateAsync();
            await Introduce();
            return account.State.UserId;
        }
        finally
        {
            EndUnlessExists();
        }
    }

    public async Task<string> SignIn(string password, SignInSource? source)
    {
        try
        {
            string? replacement = await proof.EnsureAsync(this.GetPrimaryKeyString(), account.State, password, source ?? SignInSource.Unknown);
            if (replacement is not null)
            {
                (account.State.PasswordHash, account.State.IsComposed) = (replacement, true);
                await account.WriteStateAsync();
            }

            if (!account.State.Introduced)
            {
                await Introduce();
            }

            return account.State.UserId;
        }
        finally
        {
            EndUnlessExists();
        }
    }

    public Task<string?> Owner()
    {
        EndUnlessExists();
        return Task.FromResult(Exists ? account.State.UserId : null);
    }

    /// <summary>Strangers choose names: a name that nobody has must not stay in memory.</summary>
    private void EndUnlessExists()
    {
        if (!Exists)
        {
            DeactivateOnIdle();
        }
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
