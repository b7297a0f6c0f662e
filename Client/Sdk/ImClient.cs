using ImOrleans.Client.Accounts;
using ImOrleans.Client.Errors;
using ImOrleans.Client.Events;
using ImOrleans.Client.Json;
using ImOrleans.Protocol.Accounts;
using ImOrleans.Protocol.Errors;
using ImOrleans.Protocol.Hubs;

namespace ImOrleans.Client;

/// <summary>
/// One user on one device. Signed in, it keeps itself connected, sends what is in its outbox, and hands over what it receives: each entry of
/// a conversation once and in order, across disconnects, and across restarts when its store is a file. Safe for concurrent use.
/// Refusals are thrown as <see cref="ImException"/> with a number from <see cref="ErrorCode"/>; 18xx and 19xx may succeed later.
/// </summary>
public sealed partial class ImClient : IAsyncDisposable
{
    private readonly ImClientOptions options;
    private readonly ClientParts parts;
    private readonly SemaphoreSlim signing = new(1);
    private string? owner;
    private int disposed;

    /// <summary>Makes a client that does nothing yet. Add the handlers of its events, then call <see cref="ResumeAsync"/> or <see cref="SignInAsync"/>.</summary>
    /// <param name="options">Checked here.</param>
    /// <exception cref="ArgumentException">A setting outside its range.</exception>
    public ImClient(ImClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        OptionRules.Ensure(options);
        this.options = options;
        parts = new ClientParts(options);
        Users = new Users(parts.Api);
        Groups = new Groups(parts.Api);
        Devices = new Devices(parts.Api);
        Conversations = new Conversations(parts.Api, parts.Table);
    }

    /// <summary>Whether it is connected.</summary>
    public ClientState State => parts.Connection.State;

    /// <summary>Who is signed in; null when nobody is.</summary>
    public string? UserId => parts.Session.Current?.UserId;

    /// <summary>This device, while somebody is signed in.</summary>
    public string? DeviceId => parts.Session.Current?.DeviceId;

    /// <summary>People and their profiles.</summary>
    public Users Users { get; }

    /// <summary>Groups and their members.</summary>
    public Groups Groups { get; }

    /// <summary>Where the user is signed in.</summary>
    public Devices Devices { get; }

    /// <summary>The user's conversations.</summary>
    public Conversations Conversations { get; }

    /// <summary>What the server is and which limits it has. Nobody has to be signed in.</summary>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <exception cref="ImException">1801 when the server cannot be reached.</exception>
    public async Task<ServerInfo> GetServerAsync(CancellationToken cancellation = default) => (await parts.Rest.AskAsync(
        HttpMethod.Get, "api/server", null, ClientJson.Wire.ServerInfo, null, cancellation).ConfigureAwait(false)).Body;

    /// <summary>Makes an account. It does not sign in.</summary>
    /// <param name="username">3-32 of <c>a-z 0-9 . _ -</c>, compared without case; 1101 otherwise, 1103 when it is taken.</param>
    /// <param name="password">8-128 characters; 1102 otherwise.</param>
    /// <param name="displayName">1-64 characters, the username when absent; 1110 otherwise.</param>
    /// <param name="cancellation">Gives up waiting; the outcome is then unknown.</param>
    /// <returns>The user id.</returns>
    /// <exception cref="ImException">What the server refuses, 1902 when there were too many registrations; 1801 when it cannot be reached.</exception>
    public async Task<string> RegisterAsync(
        string username, string password, string? displayName = null, CancellationToken cancellation = default)
    {
        RegisterRequest request = new() { Username = username, Password = password, DisplayName = displayName };
        HttpContent body = RestCalls.Json(request, ClientJson.Wire.RegisterRequest);
        return (await parts.Rest.AskAsync(
            HttpMethod.Post, "api/accounts", body, ClientJson.Wire.RegisterReply, null, cancellation).ConfigureAwait(false)).Body.UserId;
    }

    /// <summary>Takes up the session that the store has kept, and begins to connect. Needs no connection to return.</summary>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <returns>False when the store knows of no session: sign in.</returns>
    public async Task<bool> ResumeAsync(CancellationToken cancellation = default)
    {
        await signing.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return parts.Session.Current is not null
                || await parts.Session.RestoreAsync(cancellation).ConfigureAwait(false) && await BeginAsync(cancellation).ConfigureAwait(false);
        }
        finally
        {
            signing.Release();
        }
    }

    /// <summary>
    /// Signs in, and begins to connect. A store that holds the data of another user is emptied. A client stays with its user: for another
    /// one make another client.
    /// </summary>
    /// <param name="username">Of the account.</param>
    /// <param name="password">Of the account.</param>
    /// <param name="cancellation">Gives up waiting; the outcome is then unknown.</param>
    /// <exception cref="ImException">1104 when name or password are wrong, 1901 after too many attempts; 1801 when the server cannot be reached.</exception>
    /// <exception cref="InvalidOperationException">This client is another user's.</exception>
    public async Task SignInAsync(string username, string password, CancellationToken cancellation = default)
    {
        await signing.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (owner is null)
            {
                await parts.Session.RestoreAsync(cancellation).ConfigureAwait(false);
            }
            else if (!string.Equals(owner, username, StringComparison.OrdinalIgnoreCase))
            {
                throw new InvalidOperationException($"This client belongs to {owner}. Make another one for {username}.");
            }

            // The new session replaces that of this device, and the old connection would be told so.
            await parts.EndedAsync().ConfigureAwait(false);
            await parts.Connection.StopAsync(null).ConfigureAwait(false);
            await parts.Session.SignInAsync(username, password, cancellation).ConfigureAwait(false);
            await BeginAsync(cancellation).ConfigureAwait(false);
        }
        finally
        {
            signing.Release();
        }
    }

    /// <summary>
    /// Ends the session here and on the server. Messages and outbox stay in the store; what waits there is sent when the same user signs in again.
    /// </summary>
    /// <param name="cancellation">Gives up telling the server; the session here ends all the same.</param>
    /// <returns>False when the server could not be told: there the session stays in the list of devices until somebody ends it.</returns>
    public async Task<bool> SignOutAsync(CancellationToken cancellation = default)
    {
        if (DeviceId is not { } device)
        {
            return true;
        }

        bool isTold = false;
        try
        {
            await Devices.SignOutAsync(device, cancellation).ConfigureAwait(false);
            isTold = true;
        }
        catch (ImException refusal) when (refusal.IsRetryable() || refusal.EndsSession())
        {
            isTold = refusal.EndsSession();
        }
        catch (OperationCanceledException)
        {
            // Who leaves wants to be gone.
        }

        await parts.Session.EndAsync(SignedOutReason.SignedOut).ConfigureAwait(false);
        return isTold;
    }

    /// <summary>Tries to connect now instead of at the end of the pause. Call it when the network is back.</summary>
    public void ConnectNow() => parts.Connection.Hurry();

    /// <summary>Completes when there is a connection, at once when there is one.</summary>
    /// <param name="cancellation">Gives up waiting.</param>
    public Task WaitForOnlineAsync(CancellationToken cancellation = default) => parts.Online.WaitAsync(cancellation);

    /// <summary>
    /// Closes the connection and lets the handlers that run come to their end. The session stays, and so does what waits in the outbox. Called
    /// by a handler it does not wait for that handler.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, 1) == 0)
        {
            Task ending = Task.Run(() => parts.DisposeAsync().AsTask());
            if (!parts.Loop.IsInside)
            {
                await ending.ConfigureAwait(false);
            }
        }
    }

    private async Task<bool> BeginAsync(CancellationToken cancellation)
    {
        if (owner is null)
        {
            owner = parts.Session.Current!.Username;
            await parts.Outbox.LoadAsync(cancellation).ConfigureAwait(false);
        }

        parts.Connection.Start();
        return true;
    }
}
