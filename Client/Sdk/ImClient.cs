using ImOrleans.Client.Accounts;
using ImOrleans.Client.Events;
using ImOrleans.Client.Json;
using ImOrleans.Client.Receiving;
using ImOrleans.Client.Storage;
using ImOrleans.Protocol.Accounts;
using ImOrleans.Protocol.Errors;

namespace ImOrleans.Client;

/// <summary>
/// One user on one device. Signed in, it keeps itself connected, sends what is in its outbox, and hands over what it receives: each entry of
/// a conversation once and in order, across disconnects, and across restarts when its store is a file. Safe for concurrent use.
/// Refusals are thrown as <see cref="ImException"/> with a number from <see cref="ErrorCode"/>; 18xx and 19xx may succeed later. What the store
/// of this device does not take is thrown as <see cref="ClientStoreException"/>. A cancellation gives up waiting, never what was begun.
/// </summary>
public sealed partial class ImClient : IAsyncDisposable
{
    private readonly ImClientOptions options;
    private readonly ClientParts parts;
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
        Account = new Account(parts.Api, parts.Session);
        Presence = new Presence(parts.Api, parts.Presence);
        Conversations = new Conversations(parts.Api, parts.Table, parts.Syncing.Request);
    }

    /// <summary>Whether it is connected.</summary>
    public ClientState State => parts.Connection.State;

    /// <summary>Why the store failed the last time; null as long as it works, and again after the next write that succeeds.</summary>
    public ClientStoreException? StoreError => parts.Store.Error;

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

    /// <summary>The user's password, and the end of the account.</summary>
    public Account Account { get; }

    /// <summary>Who is online, and who may see that of the user.</summary>
    public Presence Presence { get; }

    /// <summary>The user's conversations.</summary>
    public Conversations Conversations { get; }

    /// <summary>What the server is and which limits it has. Nobody has to be signed in.</summary>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <exception cref="ImException">1801 when the server cannot be reached.</exception>
    public async Task<ServerInfo> GetServerAsync(CancellationToken cancellation = default) => (await parts.Rest.AskAsync(
        HttpMethod.Get, "api/server", null, ClientJson.Wire.ServerInfo, null, cancellation).ConfigureAwait(false)).Body;

    /// <summary>What was last reported by <see cref="ReportStateAsync"/>.</summary>
    public AppState AppState => parts.Report.State;

    /// <summary>
    /// Says whether somebody may be looking: others see the user online only while a client of the user is in the foreground, and what reaches
    /// a client in the background counts as seen by nobody. Holds until the next call, over all connections. Call it with
    /// <see cref="AppState.Background"/> before the system freezes the application: what was received and read is told first, without delay.
    /// With <see cref="AppState.Foreground"/> it connects now instead of at the end of a pause.
    /// </summary>
    /// <param name="state">What holds from here on.</param>
    /// <param name="cancellation">Gives up waiting; the server is told all the same.</param>
    /// <returns>Completes when the server knows, or at once without a connection: the next one is told. Refusals do not get here, they are logged.</returns>
    public Task ReportStateAsync(AppState state, CancellationToken cancellation = default)
    {
        ObjectDisposedException.ThrowIf(disposed != 0, this);
        if (state == AppState.Foreground)
        {
            ConnectNow();
        }

        return parts.Report.TellAsync(state, cancellation);
    }

    /// <summary>Tries to connect now instead of at the end of the pause. Call it when the network is back.</summary>
    public void ConnectNow() => parts.Connection.Hurry();

    /// <summary>Completes when there is a connection, at once when there is one. Without a session that is after somebody has signed in.</summary>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <exception cref="ObjectDisposedException">The client was disposed, before or while waiting.</exception>
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
