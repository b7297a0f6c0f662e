using ImOrleans.Grains.Users;
using ImOrleans.Protocol.Presence;

namespace ImOrleans.Grains.Presence;

/// <summary>The users who can see a user. The user's own index knows the contacts; its answers are cached for seconds.</summary>
internal sealed class Readers(string userId, IPersistentState<PresenceState> state, IGrainFactory grains, PresenceOptions options, TimeProvider time)
{
    private readonly Dictionary<string, (bool IsContact, long AskedAt)> contacts = [];

    public string VisibleTo => state.State.VisibleTo ?? options.VisibleTo;

    /// <summary>The settings in force: the user's choices, and the server's defaults for the others.</summary>
    public PresencePrivacy Privacy => new() { VisibleTo = VisibleTo, Receipts = state.State.Receipts ?? options.Receipts };

    /// <returns>The readers who can see the user.</returns>
    public async ValueTask<string[]> Among(string[] readerIds)
    {
        switch (VisibleTo)
        {
            case PresenceVisibility.Everyone:
                return readerIds;
            case PresenceVisibility.Contacts:
                await Learn(readerIds);
                return Array.FindAll(readerIds, readerId => readerId == userId || (contacts.TryGetValue(readerId, out (bool IsContact, long AskedAt) known) && known.IsContact));
            default:
                return Array.FindAll(readerIds, readerId => readerId == userId);
        }
    }

    private async Task Learn(string[] readerIds)
    {
        string[] unknown = [.. readerIds.Where(readerId => readerId != userId && !IsKnown(readerId)).Distinct()];
        if (unknown.Length == 0)
        {
            return;
        }

        long askedAt = time.GetTimestamp();
        string[] found = await grains.GetGrain<IUserGrain>(userId).Contacts(unknown);
        if (contacts.Count + unknown.Length > options.MaxContactsKept)
        {
            // The readers of this turn are needed once more; the others can be asked for again.
            foreach (string other in contacts.Keys.Except(readerIds).ToArray())
            {
                contacts.Remove(other);
            }
        }

        foreach (string readerId in unknown)
        {
            contacts[readerId] = (found.Contains(readerId), askedAt);
        }
    }

    private bool IsKnown(string readerId) =>
        contacts.TryGetValue(readerId, out (bool IsContact, long AskedAt) known) && time.GetElapsedTime(known.AskedAt) < options.ContactMemory;
}
