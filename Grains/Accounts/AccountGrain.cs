using ImOrleans.Grains.Hosting;
using ImOrleans.Grains.Sessions;
using ImOrleans.Grains.Users;
using ImOrleans.Protocol.Accounts;
using ImOrleans.Protocol.Errors;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Placement;

namespace ImOrleans.Grains.Accounts;

/// <inheritdoc cref="IAccountGrain"/>
/// <remarks>Placed by its name, so that the attempts at one name are counted on one silo however often its grain starts again.</remarks>
[HashBasedPlacement]
internal sealed class AccountGrain : Grain, IAccountGrain, IRemindable
{
    private readonly IPersistentState<AccountState> account;
    private readonly Passwords passwords;
    private readonly PasswordProof proof;
    private readonly AccountOptions options;
    private readonly TimeProvider time;
    private readonly UnfinishedWork work;

    public AccountGrain(
        [PersistentState("account")] IPersistentState<AccountState> account,
        Passwords passwords,
        PasswordProof proof,
        IOptions<AccountOptions> options,
        TimeProvider time,
        ILogger<AccountGrain> logger)
    {
        (this.account, this.passwords, this.proof, this.options, this.time) = (account, passwords, proof, options.Value, time);

        // A deletion may take long, and leaves nothing that a call could write: sign-ins are refused beside it.
        work = new UnfinishedWork(this, () => account.State.IsUnfinished, () => account.State.IsDeleting, GoOnAsync, logger);
    }

    private string Name => this.GetPrimaryKeyString();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (account.State.IsUnfinished)
        {
            work.Start();
        }

        return Task.CompletedTask;
    }

    public Task ReceiveReminder(string reminderName, TickStatus status) => work.RemindAsync();

    public async Task<string> Register(string password, string displayName)
    {
        try
        {
            AccountRules.EnsurePassword(password);
            string name = AccountRules.EnsureDisplayName(displayName);
            if (account.State.IsTaken(options.ReserveUsername))
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
            EndUnlessTaken();
        }
    }

    public async Task<string> SignIn(string password, SignInSource? source) => (await Prove(password, source ?? SignInSource.Unknown)).UserId;

    public async Task<ProvenAccount> Prove(string password, SignInSource source)
    {
        try
        {
            string? replacement = await proof.EnsureAsync(Name, account.State, password, source);
            if (replacement is not null)
            {
                (account.State.PasswordHash, account.State.IsComposed) = (replacement, true);
                await account.WriteStateAsync();
            }

            if (!account.State.Introduced)
            {
                await Introduce();
            }

            return new ProvenAccount(account.State.UserId, account.State.PasswordVersion);
        }
        finally
        {
            EndUnlessTaken();
        }
    }

    public async Task<int> ChangePassword(string sessionId, string oldPassword, string newPassword, SignInSource source)
    {
        AccountRules.EnsurePassword(newPassword);
        await proof.EnsureAsync(Name, account.State, oldPassword, source);
        string hash = await passwords.HashAsync(newPassword, source.IsKnownDevice);
        await work.PrepareAsync();
        account.State.ChangePassword(hash, sessionId);
        await account.WriteStateAsync();
        await FinishAsync(EndOtherSessionsAsync);
        return account.State.PasswordVersion;
    }

    public async Task Delete(string password, SignInSource source)
    {
        await proof.EnsureAsync(Name, account.State, password, source);
        await work.PrepareAsync();
        account.State.Delete();
        await account.WriteStateAsync();
        await FinishAsync(DeleteOnAsync);
        work.Start();
    }

    public Task<string?> Owner()
    {
        EndUnlessTaken();
        return Task.FromResult(account.State.IsInUse ? account.State.UserId : null);
    }

    public Task<int?> PasswordVersion(string userId) =>
        Task.FromResult(account.State.IsInUse && account.State.UserId == userId ? account.State.PasswordVersion : (int?)null);

    /// <summary>Strangers choose names: a name without an account must not stay in memory.</summary>
    private void EndUnlessTaken()
    {
        if (account.State.UserId.Length == 0)
        {
            DeactivateOnIdle();
        }
    }

    private async Task Introduce()
    {
        await GrainFactory.GetGrain<IProfileGrain>(account.State.UserId).Create(new UserProfile
        {
            UserId = account.State.UserId,
            Username = Name,
            DisplayName = account.State.DisplayName,
        });
        account.State.Introduced = true;
        await account.WriteStateAsync();
    }

    /// <summary>The caller waits for it; if it fails, it is stored already that it goes on.</summary>
    private async Task FinishAsync(Func<Task> step)
    {
        try
        {
            await step();
        }
        catch
        {
            work.Start();
            throw;
        }
    }

    private async Task<bool> GoOnAsync()
    {
        if (account.State.KeptSession is not null)
        {
            await EndOtherSessionsAsync();
        }

        while (account.State.IsDeleting)
        {
            if (!await DeleteOnAsync())
            {
                return false;
            }
        }

        return true;
    }

    private async Task EndOtherSessionsAsync()
    {
        await GrainFactory.GetGrain<ISessionsGrain>(account.State.UserId).PasswordChanged(account.State.KeptSession!, account.State.PasswordVersion);
        account.State.KeptSession = null;
        await StoreAsync();
    }

    /// <returns>Whether the present step is complete; then the next one is stored.</returns>
    private async Task<bool> DeleteOnAsync()
    {
        if (!await new AccountDeletion(account.State.UserId, options.RedactOnDeletion, GrainFactory).RunAsync(account.State.Deletion))
        {
            return false;
        }

        account.State.Deletion++;
        await StoreAsync();
        return true;
    }

    private async Task StoreAsync()
    {
        try
        {
            await (account.State.IsTaken(options.ReserveUsername) ? account.WriteStateAsync() : account.ClearStateAsync());
        }
        catch
        {
            // The state in memory may differ from the stored one, also outside of calls. The reminder resumes the work.
            DeactivateOnIdle();
            throw;
        }
    }
}
