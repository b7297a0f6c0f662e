using Lib.Net.Http.WebPush.Authentication;

namespace ImOrleans.Push.WebPush;

/// <summary>
/// Signed VAPID tokens by push service, so that not every request costs a signature. Clients choose the hosts: beyond the bound all are
/// dropped.
/// </summary>
internal sealed class VapidTokens(TimeProvider time) : IVapidTokenCache
{
    private const int MaxTokens = 1_000;

    /// <summary>A push service sees no token that expires sooner.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromHours(1);

    private readonly Lock gate = new();
    private readonly Dictionary<string, (DateTimeOffset Expiration, string Token)> tokens = new(StringComparer.Ordinal);

    public void Put(string audience, DateTimeOffset expiration, string token)
    {
        lock (gate)
        {
            if (tokens.Count >= MaxTokens)
            {
                tokens.Clear();
            }

            tokens[audience] = (expiration, token);
        }
    }

    public string? Get(string audience)
    {
        lock (gate)
        {
            return tokens.TryGetValue(audience, out (DateTimeOffset Expiration, string Token) known)
                && known.Expiration - Rest > time.GetUtcNow()
                ? known.Token
                : null;
        }
    }
}
