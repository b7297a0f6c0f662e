using ImOrleans.Grains.Users;

namespace ImOrleans.Grains.Conversations;

/// <summary>The state of one watched member: up to where it is settled, and its own entries.</summary>
internal sealed class WatchedMember
{
    public long Settled { get; set; }

    /// <summary>The member's own entries of which its user grain was not notified yet.</summary>
    public OwnEntries? Own { get; set; }

    /// <summary>The newest own entries of the member, notified or not: further ones of the same device extend them.</summary>
    public OwnEntries? Newest { get; set; }

    /// <summary>A call is under way or waits for its turn.</summary>
    public bool IsBusy { get; set; }

    public int Failures { get; set; }

    /// <summary>Timestamp before which the member is not called.</summary>
    public long RestsUntil { get; set; }

    /// <summary>Never back: the receipts of a retry name old entries.</summary>
    public void Sent(string deviceId, long seq, long ordinal)
    {
        if (Newest is null || seq > Newest.To)
        {
            bool follows = Newest is not null && Newest.DeviceId == deviceId && seq == Newest.To + 1;
            Own = Newest = new OwnEntries(deviceId, follows ? Newest!.From : seq, seq, ordinal);
        }
    }
}
