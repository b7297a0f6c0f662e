using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Errors;
using ImOrleans.Protocol.Hubs;
using ImOrleans.Protocol.Messages;
using ImOrleans.Protocol.Presence;

namespace ImOrleans.UnitTests.Client;

/// <summary>A hub that records each call as a text, and gives scripted answers.</summary>
internal sealed class ScriptedHub : IChatHub
{
    public Heard<string> Asked { get; } = new();

    /// <summary>Called with the words of each call before it is answered; what it throws is the answer.</summary>
    public Action<string> Before { get; set; } = _ => { };

    public Func<SyncRequest, SyncResult> Syncs { get; set; } = _ => Nothing("1");

    public Func<MessageDraft[], SendReceipt[]> Sends { get; set; } = _ => throw new NotSupportedException();

    /// <summary>The amended entries; null for a server that does not know the question.</summary>
    public Func<HistoryQuery, MessagePage>? Amends { get; set; }

    /// <summary>Its pages end here, whatever was asked for.</summary>
    public int MostOnPage { get; set; } = int.MaxValue;

    /// <summary>The entries of its pages.</summary>
    public Func<Message, Message> Entry { get; set; } = message => message;

    /// <summary>The heads of the conversations whose entries it has.</summary>
    public Dictionary<string, long> Heads { get; } = [];

    public static SyncResult Nothing(string cursor) => new() { Cursor = cursor, ServerTime = DateTimeOffset.UnixEpoch, Changes = [], Conversations = [] };

    public static ConversationHead Head(string id, long head) => new() { ConversationId = id, Head = head, FirstSeq = 1, ReadUpTo = 0, Unread = head };

    public Task<SyncResult> Sync(SyncRequest request) => Answer($"sync {request.Cursor}", () => Syncs(request));

    public Task<SendReceipt[]> Send(string conversationId, MessageDraft[] drafts) =>
        Answer($"send {conversationId}", () => Sends(drafts));

    public Task<MessagePage> History(string conversationId, HistoryQuery query) => Answer(
        $"history {conversationId} {query.After}-{query.Before}{(query.AmendedAfter is { } amended ? $" amended after {amended}" : "")}",
        () =>
        {
            if (query is { AmendedAfter: not null } && Amends is not null)
            {
                return Amends(query);
            }

            if (query is { After: not null, Before: not null })
            {
                throw new ImException(ErrorCode.InvalidRange, "Give after or before, not both.");
            }

            int limit = Math.Min(query.Limit ?? 50, MostOnPage);
            long head = Heads.GetValueOrDefault(conversationId);
            long last = Math.Min(head, query.Before - 1 ?? query.After + limit ?? head);
            long first = Math.Max(1, query.After + 1 ?? last - limit + 1);
            return new MessagePage { Messages = [.. Entries.Of(conversationId, first, last).Select(Entry)], Head = head, FirstSeq = 1 };
        });

    public Task Delivered(ConversationPosition[] positions) => Answer(
        $"delivered {string.Join(", ", positions.Select(place => $"{place.ConversationId} {place.Seq}").Order())}", () => true);

    public Task Read(string conversationId, long seq) => Answer($"read {conversationId} {seq}", () => true);

    public Task Typing(string conversationId) => Answer($"typing {conversationId}", () => true);

    public Task<UserPresence[]> WatchPresence(string[] userIds) => Answer(
        $"watch {string.Join(", ", userIds)}", () => Array.ConvertAll(userIds, UserPresence.Nothing));

    public Task ReportState(string state) => Answer($"state {state}", () => true);

    private Task<T> Answer<T>(string words, Func<T> answer)
    {
        Asked.Add(words);
        try
        {
            Before(words);
            return Task.FromResult(answer());
        }
        catch (Exception error)
        {
            return Task.FromException<T>(error);
        }
    }
}
