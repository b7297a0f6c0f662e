using Microsoft.Extensions.Options;

namespace ImOrleans.Gateway.Auth;

/// <summary>Access tokens, with which clients come as bearers to REST and hub.</summary>
internal sealed class AccessTokens(SigningKeyRing keys, IOptions<AuthOptions> options, TimeProvider time)
    : SessionTokens("imorleans", keys, key => key.ForAccessTokens, options.Value.AccessTokenLifetime, time);
