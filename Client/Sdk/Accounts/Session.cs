using System.Security.Cryptography;
using ImOrleans.Client.Errors;
using ImOrleans.Client.Storage;
using ImOrleans.Protocol.Accounts;
using ImOrleans.Protocol.Errors;
using ImOrleans.Protocol.Hubs;
using ImOrleans.Turns;

namespace ImOrleans.Client.Accounts;

/// <summary>
/// The session of this device and its current tokens. A refresh token can be used once: at most one refresh is in flight, and its answer is
/// stored before any call uses it. So a restart never presents a spent token.
/// </summary>
internal sealed class Session : IDisposable
{
    private readonly IClientStore store;
    private readonly ITokenSource tokens;
    private readonly ImClientOptions options;
    private readonly OneInFlight refreshing;
    private readonly Lock gate = new();
    private readonly SemaphoreSlim changing = new(1);
    private StoredSession? current;

    /// <summary>
    /// Chosen here and kept in memory until it is taken: a sign-in whose answer was lost, and is repeated, leaves no other device behind.
    /// </summary>
    private string? newDeviceId;
    private bool isSaved = true;

    public Session(IClientStore store, ITokenSource tokens, ImClientOptions options)
    {
        (this.store, this.tokens, this.options) = (store, tokens, options);

        // Not the caller's cancellation: a caller that gives up waiting must not lose the answer, which is the only one there will be.
        refreshing = new OneInFlight(() => Task.Run(RefreshAsync, CancellationToken.None));
    }

    /// <summary>The session has ended; the reason is one of <see cref="SignedOutReason"/>.</summary>
    public event Action<string>? Ended;

    /// <summary>Null without a signed-in user.</summary>
    public StoredSession? Current => current is { RefreshToken: not null } ? current : null;

    /// <summary>Whose store this is, signed in or not.</summary>
    public string? OwnerId => current?.UserId;

    /// <summary>Resumes the session of the last run.</summary>
    /// <returns>Whether the store holds a session.</returns>
    public async Task<bool> RestoreAsync(CancellationToken cancellation)
    {
        current = isSaved ? await store.LoadSessionAsync(cancellation).ConfigureAwait(false) : current;
        return Current is not null;
    }

    /// <exception cref="ImException">1104 for a wrong name or password, and whatever else the server refuses.</exception>
    public async Task SignInAsync(string username, string password, CancellationToken cancellation)
    {
        await changing.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            StoredSession? before = current?.Username == username ? current : null;
            string deviceId = before?.DeviceId ?? (newDeviceId ??= Guid.CreateVersion7(options.TimeProvider.GetUtcNow()).ToString("N"));
            DeviceInfo device = new() { DeviceId = deviceId, Platform = options.Platform, Name = options.DeviceName };
            SignInRequest request = new()
            {
                Username = username,
                Password = password,
                Device = device,
                DeviceProof = before?.DeviceSecret ?? before?.RefreshToken,
            };
            Answer<SessionReply> reply = await tokens.SignInAsync(request, cancellation).ConfigureAwait(false);
            newDeviceId = null;
            await KeepAsync(StoredSession.Of(reply.Body, username, EndOf(reply))).ConfigureAwait(false);
        }
        finally
        {
            changing.Release();
        }
    }

    /// <summary>An access token that is valid now. It is renewed first if necessary.</summary>
    /// <param name="refused">A token that the server refused before its date of expiry.</param>
    /// <exception cref="ImException">1106 without a session; 1801 when the server cannot be reached.</exception>
    public async Task<string> AccessTokenAsync(string? refused, CancellationToken cancellation)
    {
        lock (gate)
        {
            StoredSession session = Signed();
            if (isSaved && session.AccessToken != refused && options.TimeProvider.GetUtcNow() < session.AccessTokenEndsAt)
            {
                return session.AccessToken!;
            }
        }

        await refreshing.Join().WaitAsync(cancellation).ConfigureAwait(false);
        return Signed().AccessToken!;
    }

    /// <summary>The secret by which this device proves itself from here on.</summary>
    public async Task KeepSecretAsync(string deviceSecret)
    {
        await changing.WaitAsync().ConfigureAwait(false);
        try
        {
            if (Current is { } session)
            {
                await KeepAsync(session with { DeviceSecret = deviceSecret }).ConfigureAwait(false);
            }
        }
        finally
        {
            changing.Release();
        }
    }

    /// <summary>Ends the session on this device. The store stays with what it has.</summary>
    /// <exception cref="ClientStoreException">The session has ended, but the store still has its tokens.</exception>
    public async Task EndAsync(string reason)
    {
        await changing.WaitAsync().ConfigureAwait(false);
        try
        {
            if (Current is { } session)
            {
                try
                {
                    await KeepAsync(session with { RefreshToken = null, AccessToken = null, RetryId = null }).ConfigureAwait(false);
                }
                finally
                {
                    Ended?.Invoke(reason);
                }
            }
        }
        finally
        {
            changing.Release();
        }
    }

    public void Dispose() => changing.Dispose();

    private StoredSession Signed() => Current ?? throw new ImException(ErrorCode.SessionEnded, "There is no session. Sign in first.");

    private async Task RefreshAsync()
    {
        try
        {
            await RotateAsync().ConfigureAwait(false);
        }
        catch (ImException refusal) when (refusal.EndsSession())
        {
            await EndAsync(refusal.Code == ErrorCode.RefreshTokenReused ? SignedOutReason.RefreshTokenReused : SignedOutReason.Ended).ConfigureAwait(false);
            throw;
        }
    }

    private async Task RotateAsync()
    {
        await changing.WaitAsync().ConfigureAwait(false);
        try
        {
            StoredSession old = Signed();
            if (!isSaved)
            {
                await KeepAsync(old).ConfigureAwait(false);
                return;
            }

            StoredSession asking = await PromiseAsync(old).ConfigureAwait(false);
            RefreshRequest request = new() { RefreshToken = asking.RefreshToken!, RetryId = asking.RetryId };
            Answer<SessionReply> reply = await tokens.RefreshAsync(request, CancellationToken.None).ConfigureAwait(false);
            await KeepAsync(StoredSession.Of(reply.Body, old.Username, EndOf(reply))).ConfigureAwait(false);
        }
        finally
        {
            changing.Release();
        }
    }

    /// <summary>
    /// Stores the id of this refresh before the first call. If the answer is lost, also together with this process, the call is repeated
    /// with the same id. An attacker who copied the token earlier does not have this id.
    /// </summary>
    private async Task<StoredSession> PromiseAsync(StoredSession session)
    {
        if (session.RetryId is not null)
        {
            return session;
        }

        StoredSession promised = session with { RetryId = Convert.ToHexString(RandomNumberGenerator.GetBytes(16)) };
        await store.SaveSessionAsync(promised, CancellationToken.None).ConfigureAwait(false);
        lock (gate)
        {
            current = promised;
        }

        return promised;
    }

    /// <summary>
    /// Keeps the new tokens in memory even when the store fails, because the old token is spent. No call gets a token until they are
    /// stored.
    /// </summary>
    private async Task KeepAsync(StoredSession session)
    {
        lock (gate)
        {
            isSaved = false;
            current = session;
        }

        await store.SaveSessionAsync(session, CancellationToken.None).ConfigureAwait(false);
        lock (gate)
        {
            isSaved = true;
        }
    }

    /// <summary>Counted from the server's clock to its own date: the clock of this machine may be hours off.</summary>
    private DateTimeOffset EndOf(Answer<SessionReply> reply)
    {
        DateTimeOffset now = options.TimeProvider.GetUtcNow();
        TimeSpan life = reply.Body.ExpiresAt - (reply.ServerTime ?? now);
        TimeSpan margin = options.RefreshMargin < life / 2 ? options.RefreshMargin : life / 2;
        return now + life - margin;
    }
}
