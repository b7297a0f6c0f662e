using ImOrleans.Client.Accounts;
using ImOrleans.Client.Events;
using ImOrleans.Client.Json;
using ImOrleans.Client.Receiving;
using ImOrleans.Client.Storage;
using ImOrleans.Protocol.Accounts;
using ImOrleans.Protocol.Errors;

namespace ImOrleans.Client;

/// <summary>
/// One user on one device. After sign-in it keeps itself connected, sends its outbox and hands over received entries: each entry of a
/// conversation once and in order, across disconnects, and across restarts when its store is a file. Safe for concurrent use. Refusals are
/// thrown as <see cref="ImException"/> with a number from <see cref="ErrorCode"/>; 18xx and 19xx can succeed later. Failures of the store
/// on this device are thrown as <see cref="ClientStoreException"/>. A cancellation ends the wait, never the operation.
/// </summary>
public sealed partial class ImClient : IAsyncDisposable
{
    private readonly ImClientOptions options;
    private readonly ClientParts parts;
    private int disposed;

    /// <summary>
    /// Makes a client that does nothing yet. Add the handlers of its events, then call <see cref="ResumeAsync"/> or
    /// <see cref="SignInAsync"/>.
    /// </summary>
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
        Account = new Account(parts.Api, parts.Session);
        Notifications = new Notifications(parts.Api);
        Presence = new Presence(parts.Api, parts.Presence);
        Conversations = new Conversations(parts.Api, parts.Table, parts.Syncing.Request);
    }

    /// <summary>Whether it is connected.</summary>
    public ClientState State => parts.Connection.State;

    /// <summary>Why the store failed the last time; null as long as it works, and again after the next write that succeeds.</summary>
    public ClientStoreException? StoreError => parts.Store.Error;

    /// <summary>The signed-in user; null without a session.</summary>
    public string? UserId => parts.Session.Current?.UserId;

    /// <summary>The id of this device; null without a session.</summary>
    public string? DeviceId => parts.Session.Current?.DeviceId;

    /// <summary>People and their profiles.</summary>
    public Users Users { get; }

    /// <summary>Groups and their members.</summary>
    public Groups Groups { get; }

    /// <summary>Where the user is signed in.</summary>
    public Devices Devices { get; }

    /// <summary>Changes the user's password, and deletes the account.</summary>
    public Account Account { get; }

    /// <summary>Notifications while no application of the user is open.</summary>
    public Notifications Notifications { get; }

    /// <summary>Which people are online, and who can see that of the user.</summary>
    public Presence Presence { get; }

    /// <summary>The user's conversations.</summary>
    public Conversations Conversations { get; }

    /// <summary>The version and the limits of the server. Needs no session.</summary>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <exception cref="ImException">1801 when the server cannot be reached.</exception>
    public async Task<ServerInfo> GetServerAsync(CancellationToken cancellation = default) => (await parts.Rest.AskAsync(
        HttpMethod.Get, "api/server", null, ClientJson.Wire.ServerInfo, null, cancellation).ConfigureAwait(false)).Body;

    /// <summary>The state that <see cref="ReportStateAsync"/> reported last.</summary>
    public AppState AppState => parts.Report.State;

    /// <summary>
    /// Reports whether the user can see the application. Others see the user online only while a client of the user is in the foreground,
    /// and messages that reach a client in the background count as not seen. The state holds until the next call, over all connections.
    /// Call it with <see cref="AppState.Background"/> before the system freezes the application: pending acknowledgements and read marks
    /// are sent first, without delay. With <see cref="AppState.Foreground"/> the client connects now instead of at the end of a pause.
    /// </summary>
    /// <param name="state">The state from now on.</param>
    /// <param name="cancellation">Gives up waiting; the server is notified all the same.</param>
    /// <returns>
    /// Completes when the server knows, or at once without a connection: the next connection reports the state. Refusals are logged, not
    /// thrown.
    /// </returns>
    public Task ReportStateAsync(AppState state, CancellationToken cancellation = default)
    {
        ObjectDisposedException.ThrowIf(disposed != 0, this);
        if (state == AppState.Foreground)
        {
            ConnectNow();
        }

        return parts.Report.ReportAsync(state, cancellation);
    }

    /// <summary>Tries to connect now instead of at the end of the pause. Call it when the network is back.</summary>
    public void ConnectNow() => parts.Connection.Hurry();

    /// <summary>Completes when there is a connection, at once if there is one. Without a session it waits for a sign-in too.</summary>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <exception cref="ObjectDisposedException">The client was disposed, before or during the wait.</exception>
    public Task WaitForOnlineAsync(CancellationToken cancellation = default) => parts.Online.WaitAsync(cancellation);

    /// <summary>
    /// Closes the connection and lets the handlers that run come to their end. The session stays, and so does what waits in the outbox: the
    /// last <see cref="StateChanged"/> is <see cref="ClientState.Offline"/>. Called by a handler it does not wait for that handler.
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
}
