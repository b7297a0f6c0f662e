using ImOrleans.Gateway.Auth;
using Microsoft.Extensions.Options;

namespace ImOrleans.Gateway.Operators;

/// <summary>What is in the cookie. Signed with keys derived for it alone: neither it nor an access token passes for the other.</summary>
internal sealed class OperatorTokens(SigningKeyRing keys, IOptions<AdminOptions> options, TimeProvider time)
    : SessionTokens("imorleans-operators", keys, key => key.ForOperatorTokens, options.Value.SessionLifetime, time);
