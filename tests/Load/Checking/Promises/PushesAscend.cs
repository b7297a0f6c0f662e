using ImOrleans.Load.Checking.Recording;
using ImOrleans.Load.Checking.Verifying;

namespace ImOrleans.Load.Checking.Promises;

/// <summary>
/// Holds for entries that were stored after the connection's first sync. An entry that the device has already can come again. An entry that
/// it missed can come late: when the server asked it to check, or by a repair, which takes longer after the first newer push than two
/// pushes that changed places. The device gets its own entries as receipts, and as pushes only when a receipt was lost, so they have no
/// place in the order.
/// </summary>
internal sealed class PushesAscend(Evidence evidence) : Rule(evidence)
{
    private const long RepairAfter = 500;
    private readonly Dictionary<int, Connection> connections = [];
    private readonly Dictionary<(int Device, int Conversation), Seqs> known = [];
    private readonly Dictionary<long, int> unanswered = [];

    public override string Promise => "each connection is pushed the entries of a conversation in the order of their numbers";

    public override void See(in Fact fact)
    {
        switch (fact.Kind)
        {
            case FactKind.ToldToCheck:
                On(fact).ToldToCheck = true;
                break;
            case FactKind.AskedWith or FactKind.Synced when !On(fact).IsSynced:
                On(fact).Begin(fact.Conversation, fact.Seq);
                break;
            case FactKind.SyncEnded:
                On(fact).IsSynced = true;
                Report(On(fact));
                break;
            case FactKind.Sent:
                unanswered[fact.Message] = fact.Device;
                break;
            case FactKind.Refused:
                unanswered.Remove(fact.Message);
                break;
            case FactKind.Acknowledged or FactKind.Recognised:
                unanswered.Remove(fact.Message);
                Known(fact).Add(fact.Seq);
                break;
            case FactKind.Pulled:
                Known(fact).Add(fact.Seq);
                break;
            case FactKind.Pushed:
                Push(fact);
                Known(fact).Add(fact.Seq);
                break;
            case FactKind.Disconnected:
                connections.Remove(fact.Line);
                break;
            default:
                break;
        }
    }

    private void Push(in Fact fact)
    {
        Connection connection = On(fact);
        (long highest, long at) = connection.Highest.GetValueOrDefault(fact.Conversation);
        if (fact.Seq > highest)
        {
            connection.Pass(fact.Conversation, highest, fact.Seq, fact.At);
            connection.Highest[fact.Conversation] = (fact.Seq, fact.At);
        }
        else if (!connection.ToldToCheck
            && !Known(fact).Contains(fact.Seq)
            && unanswered.GetValueOrDefault(fact.Message, Fact.None) != fact.Device
            && fact.At - connection.PassedAt(fact.Conversation, fact.Seq) < RepairAfter)
        {
            connection.Late.Add((fact.Conversation, fact.Seq,
                $"{Evidence.Device(fact.Device)} was pushed entry {fact.Seq} of {Evidence.Conversation(fact.Conversation)} {fact.At - at} ms " +
                $"after entry {highest}, on the same connection"));
            Report(connection);
        }
    }

    /// <summary>Not before the first sync has said where this connection begins.</summary>
    private void Report(Connection connection)
    {
        if (connection.IsSynced)
        {
            connection.Late.Where(late => late.Seq > connection.Begins(late.Conversation)).ToList().ForEach(late => Violate(late.Sentence));
            connection.Late.Clear();
        }
    }

    private Connection On(in Fact fact) => connections.TryGetValue(fact.Line, out Connection? found) ? found : connections[fact.Line] = new Connection();

    private Seqs Known(in Fact fact) =>
        known.TryGetValue((fact.Device, fact.Conversation), out Seqs? seqs) ? seqs : known[(fact.Device, fact.Conversation)] = new Seqs();

    private sealed class Connection
    {
        private const int MaxHoles = 1_000;
        private readonly Dictionary<int, long> begins = [];
        private readonly List<(int Conversation, long From, long To, long At)> holes = [];

        public bool ToldToCheck { get; set; }

        public bool IsSynced { get; set; }

        public Dictionary<int, (long Seq, long At)> Highest { get; } = [];

        public List<(int Conversation, long Seq, string Sentence)> Late { get; } = [];

        /// <summary>A push went past the entries between two numbers.</summary>
        public void Pass(int conversation, long highest, long seq, long at)
        {
            if (seq > highest + 1)
            {
                holes.RemoveRange(0, Math.Max(0, holes.Count - MaxHoles + 1));
                holes.Add((conversation, highest, seq, at));
            }
        }

        /// <summary>When the first newer entry was pushed.</summary>
        public long PassedAt(int conversation, long seq)
        {
            int hole = holes.FindLastIndex(hole => hole.Conversation == conversation && hole.From < seq && seq < hole.To);
            return hole >= 0 ? holes[hole].At : Highest.GetValueOrDefault(conversation).At;
        }

        public void Begin(int conversation, long head) => begins[conversation] = Math.Max(Begins(conversation), head);

        public long Begins(int conversation) => begins.GetValueOrDefault(conversation);
    }
}
