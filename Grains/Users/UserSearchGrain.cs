using ImOrleans.Protocol.Accounts;
using ImOrleans.Protocol.Errors;
using ImOrleans.Protocol.Limits;
using Orleans.Concurrency;

namespace ImOrleans.Grains.Users;

/// <inheritdoc cref="IUserSearchGrain"/>
[StatelessWorker]
internal sealed class UserSearchGrain(IUserDirectory directory) : Grain, IUserSearchGrain
{
    public async Task<UserProfile[]> Search(string query)
    {
        // "@olivia", as usernames are written.
        string trimmed = (query ?? "").Trim().TrimStart('@', '\uff20').TrimStart();
        bool isLong = trimmed.Length >= ProtocolLimits.MinQueryLength || trimmed.EnumerateRunes().Any(SearchFolding.IsWithoutBlanks);
        if (!isLong || trimmed.Length > ProtocolLimits.MaxQueryLength)
        {
            throw new ImException(
                ErrorCode.InvalidQuery, $"A search is {ProtocolLimits.MinQueryLength} to {ProtocolLimits.MaxQueryLength} characters; one is enough in Chinese, Japanese and Korean.");
        }

        return [.. await directory.SearchAsync(trimmed, ProtocolLimits.SearchResults)];
    }

    public async Task<UserProfile[]> Find(string[] userIds) => [.. (await directory.FindAsync(userIds)).Values];
}
