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
        string trimmed = (query ?? "").Trim();
        if (trimmed.Length is < ProtocolLimits.MinQueryLength or > ProtocolLimits.MaxQueryLength)
        {
            throw new ImException(ErrorCode.InvalidQuery, $"A search is {ProtocolLimits.MinQueryLength} to {ProtocolLimits.MaxQueryLength} characters.");
        }

        return [.. await directory.SearchAsync(trimmed, ProtocolLimits.SearchResults)];
    }
}
