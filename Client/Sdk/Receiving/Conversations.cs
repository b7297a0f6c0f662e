using ImOrleans.Client.Accounts;
using ImOrleans.Client.Json;
using ImOrleans.Client.Storage;
using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Limits;

namespace ImOrleans.Client.Receiving;

/// <summary>The user's conversations, as the server lists them and as this device knows them.</summary>
public sealed class Conversations
{
    private readonly Api api;
    private readonly ConversationTable table;
    private readonly Action sync;

    internal Conversations(Api api, ConversationTable table, Action sync)
    {
        this.api = api;
        this.table = table;
        this.sync = sync;
    }

    /// <summary>Opens the direct conversation with a user, or with oneself. A repetition returns the same id.</summary>
    /// <param name="userId">1108 when there is no such user.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <returns>The id of the conversation.</returns>
    /// <exception cref="Protocol.Errors.ImException">The refusal of the server; 1801 without a connection.</exception>
    public async Task<string> OpenDirectAsync(string userId, CancellationToken cancellation = default) => (await api.PostAsync(
        "api/conversations/direct",
        new DirectRequest { UserId = userId },
        ClientJson.Wire.DirectRequest,
        ClientJson.Wire.DirectReply,
        cancellation).ConfigureAwait(false)).ConversationId;

    /// <summary>
    /// A page of the list on the server, newest first. Its titles are stored for the time without a connection. If the page shows entries
    /// that this device does not know, they are fetched as after a connect, within the same bounds.
    /// </summary>
    /// <param name="limit">1-200.</param>
    /// <param name="next">From the page before.</param>
    /// <param name="positions">Adds the positions of the other members, in conversations of at most 50 members.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <exception cref="Protocol.Errors.ImException">The refusal of the server; 1801 without a connection.</exception>
    public async Task<ConversationPage> ListAsync(
        int limit = ProtocolLimits.DefaultPage, string? next = null, bool positions = false, CancellationToken cancellation = default)
    {
        string query = RestCalls.Page(limit, next) + (positions ? "&positions=true" : "");
        ConversationPage page = await api.GetAsync($"api/conversations?{query}", ClientJson.Wire.ConversationPage, cancellation).ConfigureAwait(false);
        bool isNews = false;
        Dictionary<string, Func<StoredConversation, StoredConversation>> titles = new(StringComparer.Ordinal);
        foreach (ConversationSummary summary in page.Items)
        {
            titles[summary.ConversationId] = row =>
            {
                isNews |= summary.Head > row.Head;
                return row with { Title = summary.Title };
            };
        }

        try
        {
            await table.UpdateAsync(titles, [], null, cancellation).ConfigureAwait(false);
        }
        catch (ClientStoreException)
        {
            // The store has said so itself; who asked has the page.
        }

        if (isNews)
        {
            // Only a sync may move the head of a row: it decides what is fetched and what is skipped by how far the head has moved.
            sync();
        }

        return page;
    }

    /// <summary>Changes the user's notifications of one conversation, on all devices. Members that are null stay as they are.</summary>
    /// <param name="conversationId">Of a conversation of the user; 1001 otherwise.</param>
    /// <param name="settings">1504 for an unknown level. To end a mute, give a time that has passed.</param>
    /// <param name="cancellation">Gives up waiting; the outcome is then unknown.</param>
    /// <returns>The settings in force.</returns>
    /// <exception cref="Protocol.Errors.ImException">The refusal of the server.</exception>
    public Task<ConversationSettings> SetSettingsAsync(
        string conversationId, ConversationSettings settings, CancellationToken cancellation = default) => api.PatchAsync(
            $"api/conversations/{Uri.EscapeDataString(conversationId)}",
            settings,
            ClientJson.Wire.ConversationSettings,
            ClientJson.Wire.ConversationSettings,
            cancellation);

    /// <summary>The list that is stored on this device, with or without a connection, newest first.</summary>
    /// <param name="limit">The most rows to return.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    public async Task<IReadOnlyList<StoredConversation>> ListStoredAsync(int limit = 200, CancellationToken cancellation = default) =>
        await table.Store.ListConversationsAsync(limit, cancellation).ConfigureAwait(false);

    /// <summary>One conversation as it is stored on this device; null for an unknown one.</summary>
    /// <param name="conversationId">Its id.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    public async Task<StoredConversation?> FindStoredAsync(string conversationId, CancellationToken cancellation = default) =>
        await table.Store.FindConversationAsync(conversationId, cancellation).ConfigureAwait(false);
}
