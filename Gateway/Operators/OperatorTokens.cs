using ImOrleans.Gateway.Auth;
using Microsoft.Extensions.Options;

namespace ImOrleans.Gateway.Operators;

/// <summary>
/// The tokens in the cookie. They are signed with keys derived for them alone, so neither they nor access tokens pass for the other.
/// </summary>
internal sealed class OperatorTokens(SigningKeyRing keys, IOptions<AdminOptions> options, TimeProvider time)
    : SessionTokens("imorleans-operators", keys, key => key.ForOperatorTokens, options.Value.SessionLifetime, time);
