using ImOrleans.Load.Checking.Recording;
using ImOrleans.Load.Checking.Verifying;

namespace ImOrleans.Load.Checking.Promises;

/// <summary>
/// When no device sends any more, each connected device gets all missing entries, by pushes and by the pulls of the protocol.
/// </summary>
internal sealed class EveryDeviceHasEverything(Evidence evidence) : Rule(evidence)
{
    private readonly Dictionary<int, Dictionary<int, Seqs>> devices = [];
    private readonly Dictionary<int, int> lines = [];
    private readonly Dictionary<int, long> heads = [];

    public override string Promise => "after each fault every connected device has every stored entry within the promised time, with nobody sending again";

    public override void See(in Fact fact)
    {
        switch (fact.Kind)
        {
            case FactKind.Connected:
                lines[fact.Device] = fact.Line;
                break;
            case FactKind.Disconnected when lines.GetValueOrDefault(fact.Device) == fact.Line:
                lines.Remove(fact.Device);
                break;
            case FactKind.Forgot:
                devices.Remove(fact.Device);
                break;
            case FactKind.Follows:
                Of(fact.Device)[fact.Conversation] = new Seqs(fact.Seq);
                EnsureBeginning(fact);
                break;
            case FactKind.Pushed or FactKind.Pulled or FactKind.Acknowledged or FactKind.Recognised:
                Of(fact.Device).GetValueOrDefault(fact.Conversation)?.Add(fact.Seq);
                break;
            case FactKind.Calm:
                heads.Clear();
                break;
            case FactKind.Head:
                heads[fact.Conversation] = fact.Seq;
                break;
            case FactKind.CalmEnded:
                Compare(fact);
                break;
            default:
                break;
        }
    }

    /// <summary>A beginning that is announced too late would hide everything before it.</summary>
    private void EnsureBeginning(in Fact fact)
    {
        if (Evidence.Memberships.At(fact.Conversation, Evidence.UserOf(fact.Device), fact.Value)?.Joined != fact.Value)
        {
            Violate($"{Evidence.Device(fact.Device)} got the answer that {Evidence.Conversation(fact.Conversation)} begins with {fact.Value}, by which its user did not join");
        }
    }

    private Dictionary<int, Seqs> Of(int device) =>
        devices.TryGetValue(device, out Dictionary<int, Seqs>? known) ? known : devices[device] = [];

    private void Compare(in Fact end)
    {
        foreach (int device in Evidence.DeviceNumbers.Where(device => !lines.ContainsKey(device)))
        {
            Violate($"{Evidence.Device(device)} did not get a connection within {end.Value} ms of calm");
        }

        foreach ((int conversation, int user) in Evidence.Memberships.All)
        {
            if (heads.TryGetValue(conversation, out long head) && Evidence.Memberships.At(conversation, user, head) is { } membership)
            {
                foreach (int device in lines.Keys.Where(device => Evidence.UserOf(device) == user))
                {
                    Compare(end, device, conversation, membership, head);
                }
            }
        }
    }

    private void Compare(in Fact end, int device, int conversation, Membership membership, long head)
    {
        if (Of(device).GetValueOrDefault(conversation) is not { } known)
        {
            Violate($"{Evidence.Device(device)} did not learn of {Evidence.Conversation(conversation)} (entries {membership.Joined} to {head}) within {end.Value} ms of calm");
        }
        else if (known.UpTo < head)
        {
            Violate($"{Evidence.Device(device)} did not get entry {known.UpTo + 1} of {Evidence.Conversation(conversation)} (which ends with {head}) within {end.Value} ms of calm");
        }
    }
}
