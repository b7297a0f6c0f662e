using ImOrleans.Grains.Accounts;
using ImOrleans.Grains.Users;
using ImOrleans.Protocol.Accounts;
using ImOrleans.Protocol.Errors;

namespace ImOrleans.Grains.Operators;

/// <inheritdoc cref="IOperatorsGrain"/>
internal sealed class OperatorsGrain(
    [PersistentState("operators")] IPersistentState<OperatorsState> operators, TimeProvider time) : Grain, IOperatorsGrain
{
    /// <summary>One row holds all of them.</summary>
    private const int MaxOperators = 100;

    private Dictionary<string, DateTimeOffset> Grants => operators.State.Grants;

    public Task<bool> Has(string userId) => Task.FromResult(Grants.ContainsKey(userId));

    public async Task<UserProfile> Grant(string userId)
    {
        UserProfile profile = await FindAsync(userId) ?? throw new ImException(ErrorCode.UnknownUser, "There is no such user.");
        if (Grants.Count >= MaxOperators && !Grants.ContainsKey(userId))
        {
            throw new ImException(ErrorCode.InvalidMembers, $"There are {MaxOperators} operators already. Revoke one first.");
        }

        if (Grants.TryAdd(userId, time.GetUtcNow()))
        {
            await operators.WriteStateAsync();
        }

        return profile;
    }

    public async Task<bool> Revoke(string userId)
    {
        bool wasOperator = Grants.Remove(userId);
        if (wasOperator)
        {
            await operators.WriteStateAsync();
        }

        return wasOperator;
    }

    public Task<OperatorGrant[]> List() =>
        Task.FromResult(Grants.OrderBy(grant => grant.Value).Select(grant => new OperatorGrant(grant.Key, grant.Value)).ToArray());

    public async Task<UserProfile?> Convert(string? username)
    {
        if (operators.State.Converted)
        {
            return null;
        }

        string? userId = username is null ? null : await GrainFactory.GetGrain<IAccountGrain>(username).Owner();
        UserProfile? converted = userId is null ? null : await FindAsync(userId);
        if (converted is not null)
        {
            Grants[converted.UserId] = time.GetUtcNow();
        }

        operators.State.Converted = true;
        await operators.WriteStateAsync();
        return converted;
    }

    /// <returns>Null for an unknown user and for a deleted account.</returns>
    private async Task<UserProfile?> FindAsync(string userId) =>
        await GrainFactory.GetGrain<IProfileGrain>(userId).Get() is { } profile && Tombstone.IsAlive(profile) ? profile : null;
}
