using ImOrleans.Client.Storage;
using ImOrleans.Protocol.Limits;
using Microsoft.Extensions.Logging;

namespace ImOrleans.Client;

/// <summary>Where the server is, who asks, and every bound of a client. Checked when the client is made.</summary>
public sealed record ImClientOptions
{
    /// <summary>The server's address, http or https; a path is kept.</summary>
    public required Uri ServerUri { get; init; }

    /// <summary>
    /// Further addresses of the same server, at most 100: the gateways of a cluster without a load balancer. When the address in use does
    /// not answer, the client moves to the next one.
    /// </summary>
    public IReadOnlyList<Uri> OtherServers { get; init; } = [];

    /// <summary>The name of this device in the user's list of devices, at most 64 characters.</summary>
    public string? DeviceName { get; init; }

    /// <summary>One of <see cref="Protocol.Accounts.DevicePlatform"/>; what runs here when absent.</summary>
    public string Platform { get; init; } = CurrentPlatform();

    /// <summary>
    /// The data that outlives a run. Without a store the client keeps it in memory. The client does not dispose a given store.
    /// </summary>
    public IClientStore? Store { get; init; }

    /// <summary>The clock of all delays.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Where the client logs what it repaired and what went wrong. Never texts, never tokens.</summary>
    public ILoggerFactory? LoggerFactory { get; init; }

    /// <summary>Makes the handler of REST calls, for a proxy or own certificates. Called once.</summary>
    public Func<HttpMessageHandler>? HttpHandler { get; init; }

    /// <summary>
    /// How long one call to the server may take, 1 s to 5 minutes. Past it the outcome is unknown and the call is repeated where that is
    /// safe.
    /// </summary>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The access token is renewed so long before it ends, 1 s to 10 minutes, at most half of its life.</summary>
    public TimeSpan RefreshMargin { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// The longest first wait between two tries, 10 ms to 1 minute. Each further one is twice as long. The actual wait is 25-100 % of it.
    /// </summary>
    public TimeSpan FirstBackoff { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest wait between two tries, up to 10 minutes.</summary>
    public TimeSpan MaxBackoff { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A connection that lasted so long was a good one, after which waits start again, 0 to 10 minutes.</summary>
    public TimeSpan GoodConnection { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a connection says that it lives, 1 s to 5 minutes.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(12);

    /// <summary>A server that is silent for so long is gone, at least twice <see cref="KeepAlive"/>, up to 15 minutes.</summary>
    public TimeSpan ServerTimeout { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>Entries overtake one another on the way; a hole is fetched when it lasted so long, 0 to 1 minute.</summary>
    public TimeSpan HoleDelay { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Asked to check what it has, a client waits up to so long at random, 0 to 1 minute.</summary>
    public TimeSpan CheckHeadsJitter { get; init; } = TimeSpan.FromMilliseconds(1500);

    /// <summary>How long "delivered" and "read" wait for more of their kind, 0 to 10 s.</summary>
    public TimeSpan AcknowledgementDelay { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>So many conversations are acknowledged at once without waiting, 1-500.</summary>
    public int AcknowledgementBatch { get; init; } = 100;

    /// <summary>
    /// Acknowledgements that are kept without a connection, 500-1,000,000. The next sync reports those that were dropped.
    /// </summary>
    public int MaxAcknowledgements { get; init; } = 5000;

    /// <summary>
    /// When more than this was written in a conversation while the client was away, 0-100,000,000, the newest of it comes and the rest is
    /// skipped, which the event says. A slow handler makes nothing skipped.
    /// </summary>
    public long MaxCatchUp { get; init; } = 1000;

    /// <summary>The same for a conversation of which this device never had anything, 0-100,000,000.</summary>
    public long MaxFirstCatchUp { get; init; } = 200;

    /// <summary>Heads of conversations that one check compares with the server, those with the newest messages first, 1-100,000.</summary>
    public int MaxHeadsChecked { get; init; } = 2000;

    /// <summary>
    /// Entries of one conversation that wait for earlier entries or for a handler, 16-100,000. Further entries are fetched later.
    /// </summary>
    public int ConversationWindow { get; init; } = 512;

    /// <summary>The same, of all conversations together, 16-10,000,000.</summary>
    public int MaxBuffered { get; init; } = 10_000;

    /// <summary>Conversations whose place is remembered in memory, 1-1,000,000; the others are looked up in the store.</summary>
    public int MaxTrackers { get; init; } = 1024;

    /// <summary>Pages fetched at the same time, 1-64.</summary>
    public int MaxPulls { get; init; } = 4;

    /// <summary>Entries of one page, and of one event, 1-200.</summary>
    public int PageSize { get; init; } = ProtocolLimits.Page;

    /// <summary>Messages that wait to be sent or have failed, 1-1,000,000; one more is refused with 1701.</summary>
    public int MaxOutbox { get; init; } = 1000;

    /// <summary>Messages that travel in one call, 1-32.</summary>
    public int MaxDraftsPerSend { get; init; } = ProtocolLimits.DraftsPerSend;

    /// <summary>
    /// Bytes of all strings of one message's content, in UTF-8, 1-64 KiB; a larger one is refused with 1004. Give it the server's limit.
    /// </summary>
    public int MaxMessageBytes { get; init; } = ProtocolLimits.MessageBytes;

    /// <summary>Bytes of JSON that travel in one call, 32-192 KiB.</summary>
    public int MaxSendBytes { get; init; } = ProtocolLimits.SendBytes;

    /// <summary>Conversations that are sent to at the same time, 1-64.</summary>
    public int MaxParallelSends { get; init; } = 16;

    /// <summary>
    /// Events other than messages that wait for a slow handler, 16-1,000,000; past it typing, presence and positions are dropped.
    /// </summary>
    public int MaxQueuedEvents { get; init; } = 1000;

    private static string CurrentPlatform() => OperatingSystem.IsWindows() ? "windows"
        : OperatingSystem.IsIOS() ? "ios"
        : OperatingSystem.IsMacOS() ? "macos"
        : OperatingSystem.IsAndroid() ? "android"
        : OperatingSystem.IsBrowser() ? "web"
        : OperatingSystem.IsLinux() ? "linux" : "other";
}
