using ImOrleans.Client.Accounts;
using ImOrleans.Client.Json;
using ImOrleans.Protocol.Presence;

namespace ImOrleans.Client.Receiving;

/// <summary>
/// Who is online, and who may see that of the user. Of somebody who does not show it, and of an unknown id, there is what there is of a
/// user who was never online. Every call fails with an <see cref="Protocol.Errors.ImException"/>.
/// </summary>
public sealed class Presence
{
    private readonly Api api;
    private readonly PresenceWatch watch;

    internal Presence(Api api, PresenceWatch watch)
    {
        this.api = api;
        this.watch = watch;
    }

    /// <summary>What the user may see of these people now.</summary>
    /// <param name="userIds">1-200; 1602 for more.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <returns>In the order asked, each once.</returns>
    public async Task<UserPresence[]> GetAsync(IEnumerable<string> userIds, CancellationToken cancellation = default) => (await api.GetAsync(
        $"api/presence?userIds={string.Join(',', userIds.Select(Uri.EscapeDataString))}", ClientJson.Wire.PresencePage, cancellation).ConfigureAwait(false)).Items;

    /// <summary>
    /// From here on <see cref="ImClient.PresenceChanged"/> tells of these people, and of nobody else. Each new connection is told again,
    /// and the event is then raised for all of them, because what happened in between was not seen.
    /// </summary>
    /// <param name="userIds">At most 200; 1602 for more, and then those of before stay. None ends it.</param>
    /// <param name="cancellation">Gives up waiting; they are watched from the next connection on at the latest.</param>
    /// <returns>What the user may see of each now, in the order asked, each once.</returns>
    /// <exception cref="Protocol.Errors.ImException">
    /// What the server refuses. 18xx and 19xx, and 1801 without a connection: they are watched as soon as that is over.
    /// </exception>
    public Task<UserPresence[]> WatchAsync(IEnumerable<string> userIds, CancellationToken cancellation = default) =>
        watch.WatchAsync([.. userIds], cancellation);

    /// <summary>
    /// Who may see whether the user is online: one of <see cref="PresenceVisibility"/>, the user's own choice or the server's default.
    /// </summary>
    /// <param name="cancellation">Gives up waiting.</param>
    public async Task<string> GetVisibilityAsync(CancellationToken cancellation = default) =>
        (await api.GetAsync("api/presence/privacy", ClientJson.Wire.PresencePrivacy, cancellation).ConfigureAwait(false)).VisibleTo!;

    /// <summary>Chooses it; it holds at once.</summary>
    /// <param name="visibleTo">One of <see cref="PresenceVisibility"/>, 1601 otherwise; null for the server's default.</param>
    /// <param name="cancellation">Gives up waiting; the outcome is then unknown.</param>
    /// <returns>What holds from here on.</returns>
    public async Task<string> SetVisibilityAsync(string? visibleTo, CancellationToken cancellation = default) => (await api.PutAsync(
        "api/presence/privacy", new PresencePrivacy { VisibleTo = visibleTo }, ClientJson.Wire.PresencePrivacy, cancellation).ConfigureAwait(false)).VisibleTo!;

    /// <summary>
    /// The people who see the receipts of the user: delivered and read positions, and typing. One of <see cref="ReceiptVisibility"/>.
    /// </summary>
    /// <param name="cancellation">Gives up waiting.</param>
    public async Task<string> GetReceiptsAsync(CancellationToken cancellation = default) =>
        (await api.GetAsync("api/presence/privacy", ClientJson.Wire.PresencePrivacy, cancellation).ConfigureAwait(false)).Receipts ?? ReceiptVisibility.Everyone;

    /// <summary>
    /// Changes the setting. It is in force when this returns; with <see cref="ReceiptVisibility.Nobody"/> the user sees no receipts of
    /// others either.
    /// </summary>
    /// <param name="receipts">One of <see cref="ReceiptVisibility"/>, 1603 otherwise; null for the server's default.</param>
    /// <param name="cancellation">Gives up waiting; the outcome is then unknown.</param>
    /// <returns>The choice that holds now.</returns>
    public async Task<string> SetReceiptsAsync(string? receipts, CancellationToken cancellation = default) => (await api.PutAsync(
        "api/presence/privacy",
        new PresencePrivacy { Receipts = receipts ?? PresencePrivacy.ServerDefault },
        ClientJson.Wire.PresencePrivacy,
        cancellation).ConfigureAwait(false)).Receipts ?? ReceiptVisibility.Everyone;
}
