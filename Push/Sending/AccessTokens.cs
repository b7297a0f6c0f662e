namespace ImOrleans.Push.Sending;

/// <summary>
/// Keeps the access token of a provider until it must be renewed. At most one exchange runs; all senders wait for it. For callers on any
/// thread.
/// </summary>
/// <param name="issue">Exchanges the credentials. It does not throw for what the provider answers.</param>
/// <param name="minAge">A younger token is not replaced, whatever the provider says of it.</param>
internal sealed class AccessTokens(Func<CancellationToken, Task<AccessToken>> issue, TimeSpan minAge, TimeProvider time)
{
    private readonly Lock gate = new();
    private AccessToken? known;
    private DateTimeOffset issuedAt;
    private Task<AccessToken>? issuing;

    /// <summary>Sends with the token. If the provider does not take it any more, sends once more with a new one.</summary>
    public async Task<PushAnswer> UseAsync(
        Func<string, Task<PushAnswer>> send, Func<PushAnswer, bool> isExpired, CancellationToken cancellation)
    {
        AccessToken token = await GetAsync(cancellation);
        PushAnswer answer = await SendAsync(token, send);
        return token.Value is not null && isExpired(answer) && Drop(token)
            ? await SendAsync(await GetAsync(cancellation), send)
            : answer;
    }

    private static async Task<PushAnswer> SendAsync(AccessToken token, Func<string, Task<PushAnswer>> send) =>
        token.Value is { } value ? await send(value) : new PushAnswer { Failure = token.Failure };

    private async Task<AccessToken> GetAsync(CancellationToken cancellation)
    {
        Task<AccessToken> waited;
        lock (gate)
        {
            if (known is { } token && time.GetUtcNow() < token.RenewAt)
            {
                return token;
            }

            waited = issuing ??= IssueAsync();
        }

        return await waited.WaitAsync(cancellation);
    }

    /// <returns>Whether another token is to be had.</returns>
    private bool Drop(AccessToken token)
    {
        lock (gate)
        {
            if (!ReferenceEquals(known, token))
            {
                return true; // Another sender was faster.
            }

            if (time.GetUtcNow() - issuedAt < minAge)
            {
                return false;
            }

            known = null;
            return true;
        }
    }

    private async Task<AccessToken> IssueAsync()
    {
        await Task.Yield(); // Outside of the lock.
        AccessToken? token = null;
        try
        {
            // Of no caller: others wait too. The pipeline bounds its time.
            return token = await issue(CancellationToken.None);
        }
        finally
        {
            lock (gate)
            {
                (known, issuedAt, issuing) = (token, time.GetUtcNow(), null);
            }
        }
    }
}
