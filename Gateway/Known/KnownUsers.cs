using ImOrleans.Gateway.Calls;
using ImOrleans.Gateway.Process;
using ImOrleans.Grains.Users;
using ImOrleans.Protocol.Accounts;
using ImOrleans.Protocol.Errors;
using Microsoft.Extensions.Options;

namespace ImOrleans.Gateway.Known;

/// <summary>
/// The ids that users have. A client chooses the ids that it asks for, and an id that it invents must activate nothing: so the directory
/// is asked first, for many ids in one read. Only a yes is kept, in bounded memory. A user is in the directory before the answer to the
/// registration.
/// </summary>
internal sealed class KnownUsers(IGrainFactory grains, Retries retries, IOptions<GatewayOptions> options)
{
    private readonly Recent<string, string> known = new(options.Value.MaxKnownUsers);

    /// <returns>The ids that belong to users, in the order asked.</returns>
    public async ValueTask<string[]> AmongAsync(string[] userIds)
    {
        HashSet<string> unsure = [.. userIds.Where(userId => known.Find(userId) is null)];
        if (unsure.Count == 0)
        {
            return userIds;
        }

        unsure.ExceptWith((await FindAsync([.. unsure])).Select(profile => profile.UserId));
        return unsure.Count == 0 ? userIds : Array.FindAll(userIds, userId => !unsure.Contains(userId));
    }

    /// <exception cref="ImException"><see cref="ErrorCode.UnknownUser"/>.</exception>
    public async ValueTask EnsureAsync(string userId)
    {
        if (await AmongAsync([userId]) is not [_])
        {
            throw UserRefusals.Unknown();
        }
    }

    /// <exception cref="ImException"><see cref="ErrorCode.UnknownUser"/> when one of them does not exist.</exception>
    public async ValueTask EnsureAllAsync(string[] userIds)
    {
        if ((await AmongAsync(userIds)).Length < userIds.Length)
        {
            throw UserRefusals.UnknownAmong();
        }
    }

    /// <returns>The profiles of those that exist, in the order asked.</returns>
    public async Task<UserProfile[]> ProfilesAsync(string[] userIds)
    {
        Dictionary<string, UserProfile> found = (await FindAsync(userIds)).ToDictionary(profile => profile.UserId, StringComparer.Ordinal);
        return [.. userIds.Where(found.ContainsKey).Select(userId => found[userId])];
    }

    private async Task<UserProfile[]> FindAsync(string[] userIds)
    {
        UserProfile[] found = await retries.Run(() => grains.GetGrain<IUserSearchGrain>(0).Find(userIds));
        Array.ForEach(found, profile => known.Add(profile.UserId, profile.UserId));
        return found;
    }
}
