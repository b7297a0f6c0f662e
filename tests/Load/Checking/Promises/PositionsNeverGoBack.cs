using ImOrleans.Load.Checking.Recording;
using ImOrleans.Load.Checking.Verifying;

namespace ImOrleans.Load.Checking.Promises;

/// <summary>
/// Read positions of the user: no answer is behind a position that any device had received before it asked. Read positions of others: no
/// device receives a lower one than before. Delivered positions of others are kept for seconds only: a fault can take back a position until
/// the restarted devices have reported theirs.
/// </summary>
internal sealed class PositionsNeverGoBack(Evidence evidence) : Rule(evidence)
{
    private const long Settling = 3_000;
    private readonly Dictionary<(int User, int Conversation), long> own = [];
    private readonly Dictionary<int, Dictionary<int, long>> before = [];
    private readonly Dictionary<(int Device, int Conversation, int User), long> read = [];
    private readonly Dictionary<(int Device, int Conversation, int User), long> received = [];
    private long comparableFrom;

    public override string Promise => "read and delivered positions never go back, for no device and over no crash";

    public override void See(in Fact fact)
    {
        int user = fact.User == Fact.None ? Evidence.UserOf(fact.Device) : fact.User;
        switch (fact.Kind)
        {
            case FactKind.Asked:
                before[fact.Line] = [];
                break;
            case FactKind.AskedWith:
                before.GetValueOrDefault(fact.Line)?.TryAdd(fact.Conversation, own.GetValueOrDefault((user, fact.Conversation)));
                break;
            case FactKind.Synced:
                Compare(fact, user);
                Raise((user, fact.Conversation), fact.Message);
                break;
            case FactKind.SyncEnded:
                before.Remove(fact.Line);
                break;
            case FactKind.ReadConfirmed:
                Raise((user, fact.Conversation), fact.Seq);
                break;
            case FactKind.ReadSeen:
                Told(fact, read);
                Raise((user, fact.Conversation), fact.Seq);
                break;
            case FactKind.DeliveredSeen when fact.At >= comparableFrom:
                Told(fact, received);
                break;
            case FactKind.Struck or FactKind.Healed:
                comparableFrom = fact.Kind == FactKind.Struck ? long.MaxValue : fact.At + Settling;
                received.Clear();
                break;
            default:
                break;
        }
    }

    private void Compare(in Fact fact, int user)
    {
        if (before.GetValueOrDefault(fact.Line)?.GetValueOrDefault(fact.Conversation) is { } known && fact.Message < known)
        {
            Violate($"{Evidence.User(user)} had read {Evidence.Conversation(fact.Conversation)} up to entry {known}, but a later sync said {fact.Message}");
        }
    }

    private void Raise((int, int) key, long seq) => own[key] = Math.Max(own.GetValueOrDefault(key), seq);

    private void Told(in Fact fact, Dictionary<(int Device, int Conversation, int User), long> told)
    {
        (int, int, int) key = (fact.Device, fact.Conversation, fact.User);
        if (told.TryGetValue(key, out long known) && fact.Seq < known)
        {
            Violate(
                $"{Evidence.Device(fact.Device)} got the news that {Evidence.User(fact.User)} has {(told == read ? "read" : "received")} " +
                $"{Evidence.Conversation(fact.Conversation)} up to entry {fact.Seq}, after the position {known}");
        }

        told[key] = Math.Max(known, fact.Seq);
    }
}
