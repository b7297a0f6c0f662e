using Microsoft.Extensions.Options;

namespace ImOrleans.Gateway.Auth;

/// <summary>Access tokens, with which clients come as bearers to REST and hub.</summary>
internal sealed class AccessTokens(SigningKeys keys, IOptions<AuthOptions> options, TimeProvider time)
    : SessionTokens("imorleans", [.. keys.All.Select(key => key.ForAccessTokens)], options.Value.AccessTokenLifetime, time);
