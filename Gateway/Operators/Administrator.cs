using ImOrleans.Grains.Accounts;
using Microsoft.Extensions.Options;

namespace ImOrleans.Gateway.Operators;

/// <summary>The account that the operator has named. Whose name it is, its owner is asked each time: no token says so.</summary>
internal sealed class Administrator(IGrainFactory grains, IOptions<AdminOptions> options)
{
    /// <summary>Normalized; null when nobody is administrator.</summary>
    public string? Username { get; } = options.Value.Username.Length == 0 ? null : Grains.Accounts.Username.Normalize(options.Value.Username);

    public async ValueTask<bool> IsAsync(string userId) =>
        Username is not null && await grains.GetGrain<IAccountGrain>(Username).Owner() == userId;
}
