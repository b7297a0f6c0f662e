namespace ImOrleans.Silo.Storage.Azure;

/// <summary>
/// The heads that a silo remembers, so that a usual append reads nothing. A stale one does no harm: the etag in it is refused. There are
/// two
/// generations, as in the embedded store: a head that is not used while a generation fills up is evicted. For callers on any thread.
/// </summary>
internal sealed class HeadCache(int size)
{
    private readonly Lock gate = new();
    private Dictionary<string, LogHeadRow> young = [];
    private Dictionary<string, LogHeadRow> old = [];

    public LogHeadRow? Find(string conversationId)
    {
        lock (gate)
        {
            if (!young.TryGetValue(conversationId, out LogHeadRow? head) && old.Remove(conversationId, out head))
            {
                Keep(conversationId, head);
            }

            return head;
        }
    }

    public void Set(string conversationId, LogHeadRow head)
    {
        lock (gate)
        {
            Keep(conversationId, head);
        }
    }

    public void Remove(string conversationId)
    {
        lock (gate)
        {
            young.Remove(conversationId);
            old.Remove(conversationId);
        }
    }

    private void Keep(string conversationId, LogHeadRow head)
    {
        if (young.Count >= size / 2)
        {
            (young, old) = (old, young);
            young.Clear();
        }

        young[conversationId] = head;
    }
}
