using ImOrleans.Grains.Accounts;
using ImOrleans.Protocol.Accounts;
using ImOrleans.Protocol.Errors;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ImOrleans.Grains.Users;

/// <inheritdoc cref="IProfileGrain"/>
/// <remarks>
/// A change is stored with the mark that it was not announced. The announcement runs beside other calls; a reminder resumes it when the
/// silo dies and no call activates the grain.
/// </remarks>
internal sealed class ProfileGrain : Grain, IProfileGrain, IRemindable
{
    private const string Announcing = "announce-profile";
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);

    /// <summary>The shortest period that Orleans allows.</summary>
    private static readonly TimeSpan ReminderPeriod = TimeSpan.FromMinutes(1);
    private readonly IPersistentState<ProfileState> profile;
    private readonly IUserDirectory directory;
    private readonly ProfileAnnouncement announcement;
    private IGrainTimer? announcing;

    /// <summary>The profile that is stored and in the directory. Only this one is announced.</summary>
    private UserProfile? known;
    private TimeSpan pause = FirstPause;

    public ProfileGrain(
        [PersistentState("profile")] IPersistentState<ProfileState> profile,
        IGrainContext context,
        IGrainFactory grains,
        IUserDirectory directory,
        IOptions<UserOptions> options,
        ILogger<ProfileGrain> logger)
    {
        (this.profile, this.directory) = (profile, directory);
        announcement = new ProfileAnnouncement(context.GrainId.Key.ToString()!, grains, options.Value.ProfileCalls, logger);
    }

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (profile.State.Profile is not null && !profile.State.Listed)
        {
            await List();
        }

        known = profile.State.Profile;
        Announce(TimeSpan.Zero);
    }

    public Task Create(UserProfile first) => profile.State.Profile is null ? Store(new ProfileState { Profile = first }) : Task.CompletedTask;

    public Task<UserProfile?> Get()
    {
        if (profile.State.Profile is null)
        {
            DeactivateOnIdle(); // An unknown id must not stay in memory.
        }

        return Task.FromResult(profile.State.Profile);
    }

    public async Task<UserProfile> Update(string? displayName, string? avatarUrl)
    {
        UserProfile old = profile.State.Profile is { Deleted: not true } alive
            ? alive
            : throw new ImException(ErrorCode.UnknownUser, "There is no such user.");
        UserProfile updated = old with
        {
            DisplayName = displayName is null ? old.DisplayName : AccountRules.EnsureDisplayName(displayName),
            AvatarUrl = avatarUrl is null ? old.AvatarUrl : EnsureAvatar(avatarUrl),
        };
        if (updated != old)
        {
            await Change(updated);
        }

        return updated;
    }

    public async Task<bool> Delete()
    {
        UserProfile tombstone = Tombstone.Of(this.GetPrimaryKeyString());
        if (profile.State.Profile != tombstone)
        {
            await Change(tombstone);
        }

        return !profile.State.Unannounced;
    }

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        if (profile.State.Unannounced)
        {
            Announce(TimeSpan.Zero);
        }
        else if (await this.GetReminder(reminderName) is { } done)
        {
            await this.UnregisterReminder(done);
        }
    }

    private async Task Change(UserProfile changed)
    {
        await this.RegisterOrUpdateReminder(Announcing, ReminderPeriod, ReminderPeriod);
        await Store(new ProfileState { Profile = changed, Unannounced = true });
        Announce(TimeSpan.Zero);
    }

    private async Task Store(ProfileState updated)
    {
        profile.State = updated;
        await profile.WriteStateAsync();
        await List();
        known = updated.Profile;
    }

    private async Task List()
    {
        await directory.PutAsync(profile.State.Profile!);
        profile.State.Listed = true;
        await profile.WriteStateAsync();
    }

    /// <summary>Beside other calls: it may take seconds, and a profile is read often.</summary>
    private void Announce(TimeSpan after)
    {
        if (profile.State.Unannounced && announcing is null)
        {
            announcing = this.RegisterGrainTimer(
                AnnounceAsync,
                new GrainTimerCreationOptions { DueTime = after, Period = Timeout.InfiniteTimeSpan, Interleave = true, KeepAlive = true });
        }
    }

    private async Task AnnounceAsync(CancellationToken cancellationToken)
    {
        UserProfile announced = known!;
        bool complete;
        try
        {
            complete = await announcement.RunAsync(announced);
        }
        finally
        {
            announcing?.Dispose();
            announcing = null;
        }

        if (complete && announced == known)
        {
            pause = FirstPause;
            this.RegisterGrainTimer(_ => Confirm(announced), TimeSpan.Zero, Timeout.InfiniteTimeSpan);
            return;
        }

        Announce(complete ? TimeSpan.Zero : pause);
        pause = complete ? FirstPause : TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, ReminderPeriod.Ticks));
    }

    /// <summary>In a turn of its own: no other call writes the state meanwhile.</summary>
    private async Task Confirm(UserProfile announced)
    {
        if (announced == known && profile.State.Unannounced)
        {
            profile.State.Unannounced = false;
            await profile.WriteStateAsync();
        }
    }

    /// <summary>Other people's clients will open this address: nothing but a picture on the web.</summary>
    private static string? EnsureAvatar(string avatarUrl)
    {
        if (avatarUrl.Length == 0)
        {
            return null;
        }

        bool valid = avatarUrl.Length <= 512 && Uri.TryCreate(avatarUrl, UriKind.Absolute, out Uri? uri) && uri.Scheme == Uri.UriSchemeHttps;
        return valid ? avatarUrl : throw new ImException(ErrorCode.MalformedRequest, "An avatar is an https address of at most 512 characters.");
    }
}
