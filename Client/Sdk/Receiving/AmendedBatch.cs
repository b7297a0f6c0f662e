using ImOrleans.Client.Storage;
using ImOrleans.Protocol.Messages;

namespace ImOrleans.Client.Receiving;

/// <summary>Entries of one conversation as they came, after each has done to the others what its overlay says.</summary>
/// <param name="Entries">The entries, in their order.</param>
/// <param name="Targets">Stored entries that they have changed, as they are now.</param>
internal sealed record AmendedBatch(IReadOnlyList<Message> Entries, IReadOnlyCollection<Message> Targets)
{
    /// <summary>The entries to store, in one write.</summary>
    public IReadOnlyCollection<Message> Kept => Targets.Count == 0 && !Entries.Any(entry => entry.Target is not null)
        ? [.. Entries]
        : [.. Entries.Select(Overlays.Kept), .. Targets];

    /// <param name="received">In order.</param>
    /// <param name="store">Where the targets are that are not among them.</param>
    public static async Task<AmendedBatch> OfAsync(IReadOnlyList<Message> received, IClientStore store, CancellationToken cancellation)
    {
        if (!received.Any(entry => entry.Overlay is not null))
        {
            return new AmendedBatch(received, []);
        }

        Message[] entries = [.. received.Select(Overlays.Received)];
        Dictionary<long, Message> targets = [];
        foreach (Message entry in received)
        {
            if (entry is not { Target: { } target, Overlay: { } overlay })
            {
                continue;
            }

            int index = Array.FindIndex(entries, other => other.Seq == target);
            if (index >= 0)
            {
                entries[index] = Overlays.Under(overlay, entries[index]);
                continue;
            }

            Message? held = targets.GetValueOrDefault(target)
                ?? await FindAsync(store, entry.ConversationId, target, cancellation).ConfigureAwait(false);
            if (held is not null && Overlays.Under(overlay, held) is { } changed && !ReferenceEquals(changed, held))
            {
                targets[target] = changed;
            }
        }

        return new AmendedBatch(entries, targets.Values);
    }

    /// <summary>One stored entry; null when it is not there.</summary>
    public static async Task<Message?> FindAsync(IClientStore store, string conversationId, long seq, CancellationToken cancellation)
    {
        IReadOnlyList<Message> found = await store.ReadMessagesAsync(conversationId, seq - 1, seq + 1, 1, cancellation).ConfigureAwait(false);
        return found.Count > 0 ? found[0] : null;
    }
}
