using ImOrleans.Protocol.Messages;

namespace ImOrleans.Client.Storage;

/// <summary>The newest messages of the conversations that were written to last. Not safe for concurrent use.</summary>
internal sealed class MemoryMessages(int maxConversations, int maxMessages)
{
    private readonly Dictionary<string, LinkedListNode<(string Id, SortedList<long, Message> Window)>> windows = new(StringComparer.Ordinal);
    private readonly LinkedList<(string Id, SortedList<long, Message> Window)> byUse = new();

    public void Clear()
    {
        windows.Clear();
        byUse.Clear();
    }

    public void Remove(IEnumerable<string> conversationIds)
    {
        foreach (string id in conversationIds)
        {
            if (windows.Remove(id, out LinkedListNode<(string Id, SortedList<long, Message> Window)>? node))
            {
                byUse.Remove(node);
            }
        }
    }

    public void Add(IEnumerable<Message> messages)
    {
        foreach (Message message in messages)
        {
            SortedList<long, Message> window = Touch(message.ConversationId);
            window[message.Seq] = message;
            if (window.Count > maxMessages)
            {
                window.RemoveAt(0);
            }
        }
    }

    public Message[] Read(string conversationId, long after, long before, int limit) =>
        windows.TryGetValue(conversationId, out LinkedListNode<(string Id, SortedList<long, Message> Window)>? node)
        ? [.. node.Value.Window.Values.Where(message => message.Seq > after && message.Seq < before).TakeLast(limit)]
        : [];

    private SortedList<long, Message> Touch(string id)
    {
        if (windows.TryGetValue(id, out LinkedListNode<(string Id, SortedList<long, Message> Window)>? node))
        {
            byUse.Remove(node);
            byUse.AddLast(node);
            return node.Value.Window;
        }

        windows[id] = byUse.AddLast((id, []));
        if (byUse.Count > maxConversations)
        {
            windows.Remove(byUse.First!.Value.Id);
            byUse.RemoveFirst();
        }

        return byUse.Last!.Value.Window;
    }
}
