using ImOrleans.Protocol.Accounts;
using ImOrleans.Protocol.Errors;
using Orleans.Concurrency;

namespace ImOrleans.Grains.Operators;

/// <summary>The users who can use the operators' pages. There is one such grain; its key is 0.</summary>
/// <remarks>No token carries this right: each request asks this grain, so that a revocation is effective at once.</remarks>
[Alias("im.operators-grain")]
public interface IOperatorsGrain : IGrainWithIntegerKey
{
    /// <summary>Whether a user is an operator.</summary>
    [Alias("Has"), ReadOnly]
    Task<bool> Has(string userId);

    /// <summary>Makes an existing user an operator. Stored when it returns; a repetition changes nothing.</summary>
    /// <exception cref="ImException">
    /// <see cref="ErrorCode.UnknownUser"/>; <see cref="ErrorCode.InvalidMembers"/> when there are 100 operators.
    /// </exception>
    [Alias("Grant")]
    Task<UserProfile> Grant(string userId);

    /// <summary>Takes the right away. Stored when it returns.</summary>
    /// <returns>Whether the user was an operator.</returns>
    [Alias("Revoke")]
    Task<bool> Revoke(string userId);

    /// <summary>All operators, by the time of the grant.</summary>
    [Alias("List"), ReadOnly]
    Task<OperatorGrant[]> List();

    /// <summary>
    /// Earlier versions made the owner of a username the operator. The first call with a name converts it: if an account has that name now,
    /// its user becomes an operator. Later calls change nothing, so that nobody becomes an operator by registering a name.
    /// </summary>
    /// <param name="username">Normalized; null when no name is configured.</param>
    /// <returns>The user that this call made an operator; null for none.</returns>
    [Alias("Convert")]
    Task<UserProfile?> Convert(string? username);
}
