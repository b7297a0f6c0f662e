using ImOrleans.Protocol.Accounts;
using ImOrleans.Protocol.Errors;
using Orleans.Concurrency;

namespace ImOrleans.Grains.Users;

/// <inheritdoc cref="IUserSearchGrain"/>
[StatelessWorker]
internal sealed class UserSearchGrain(IUserDirectory directory) : Grain, IUserSearchGrain
{
    private const int MaxFound = 20;

    public async Task<UserProfile[]> Search(string query)
    {
        string trimmed = (query ?? "").Trim();
        if (trimmed.Length is < 2 or > 64)
        {
            throw new ImException(ErrorCode.InvalidQuery, "A search is 2 to 64 characters.");
        }

        return [.. await directory.SearchAsync(trimmed, MaxFound)];
    }
}
