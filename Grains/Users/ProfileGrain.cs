using ImOrleans.Grains.Accounts;
using ImOrleans.Protocol.Accounts;
using ImOrleans.Protocol.Errors;

namespace ImOrleans.Grains.Users;

/// <inheritdoc cref="IProfileGrain"/>
internal sealed class ProfileGrain(
    [PersistentState("profile")] IPersistentState<ProfileState> profile,
    IUserDirectory directory) : Grain, IProfileGrain
{
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (profile.State.Profile is not null && !profile.State.Listed)
        {
            await List();
        }
    }

    public Task Create(UserProfile first) => profile.State.Profile is null ? Store(first) : Task.CompletedTask;

    public Task<UserProfile?> Get() => Task.FromResult(profile.State.Profile);

    public async Task<UserProfile> Update(string? displayName, string? avatarUrl)
    {
        UserProfile old = profile.State.Profile ?? throw new ImException(ErrorCode.UnknownUser, "There is no such user.");
        UserProfile updated = old with
        {
            DisplayName = displayName is null ? old.DisplayName : AccountRules.EnsureDisplayName(displayName),
            AvatarUrl = avatarUrl is null ? old.AvatarUrl : EnsureAvatar(avatarUrl),
        };
        if (updated != old)
        {
            await Store(updated);
        }

        return updated;
    }

    private async Task Store(UserProfile updated)
    {
        profile.State = new ProfileState { Profile = updated };
        await profile.WriteStateAsync();
        await List();
    }

    private async Task List()
    {
        await directory.PutAsync(profile.State.Profile!);
        profile.State.Listed = true;
        await profile.WriteStateAsync();
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
