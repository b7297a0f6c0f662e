using ImOrleans.Load.Checking.Recording;
using ImOrleans.Load.Checking.Verifying;

namespace ImOrleans.Load.Checking.Promises;

/// <summary>
/// Every entry that any device knew to be stored before a sync is in its answer, or is pushed right after it: a conversation that has just
/// become active may still be on its way to the user's index. Users who were removed at any time are left out.
/// </summary>
internal sealed class SyncTellsAll(Evidence evidence) : Rule(evidence)
{
    private const long PushedWithin = 3_000;
    private readonly Dictionary<int, long> heads = [];
    private readonly Dictionary<int, Question> questions = [];
    private readonly Dictionary<(int Device, int Conversation), long> reached = [];
    private readonly HashSet<int> open = [];
    private readonly List<Debt> debts = [];
    private long quietSince;
    private bool striking;

    public override string Promise => "a sync, or a push right after it, tells of every entry that was stored before it was asked";

    public override void See(in Fact fact)
    {
        switch (fact.Kind)
        {
            case FactKind.Acknowledged or FactKind.Recognised or FactKind.Pushed or FactKind.Pulled:
                heads[fact.Conversation] = Math.Max(heads.GetValueOrDefault(fact.Conversation), fact.Seq);
                reached[(fact.Device, fact.Conversation)] = Math.Max(reached.GetValueOrDefault((fact.Device, fact.Conversation)), fact.Seq);
                break;
            case FactKind.Connected:
                open.Add(fact.Line);
                break;
            case FactKind.Disconnected:
                open.Remove(fact.Line);
                break;
            case FactKind.Asked:
                questions[fact.Line] = new Question([], []);
                break;
            case FactKind.AskedWith:
                questions.GetValueOrDefault(fact.Line)?.Lacks.Add(fact.Conversation, (fact.Seq, heads.GetValueOrDefault(fact.Conversation)));
                break;
            case FactKind.Synced:
                questions.GetValueOrDefault(fact.Line)?.Told.Add((fact.Conversation, fact.Seq));
                break;
            case FactKind.SyncEnded when questions.Remove(fact.Line, out Question? question):
                Compare(fact, question);
                break;
            case FactKind.Struck or FactKind.Healed:
                (striking, quietSince) = (fact.Kind == FactKind.Struck, fact.At);
                break;
            default:
                break;
        }

        Collect(fact.At);
    }

    private void Compare(in Fact fact, Question question)
    {
        ILookup<int, long> told = question.Told.ToLookup(told => told.Conversation, told => told.Head);
        foreach ((int conversation, (long known, long head)) in question.Lacks)
        {
            long answer = told[conversation].DefaultIfEmpty(known).Max();
            if (answer < head && !Evidence.Memberships.EverLeft(conversation, Evidence.UserOf(fact.Device)))
            {
                debts.Add(new Debt(fact.At, fact.Device, fact.Line, conversation, known, head));
            }
        }
    }

    private void Collect(long now)
    {
        if (debts.Count == 0 || striking || now < Math.Max(debts[0].At, quietSince) + PushedWithin)
        {
            return;
        }

        Debt debt = debts[0];
        debts.RemoveAt(0);
        if (open.Contains(debt.Line) && reached.GetValueOrDefault((debt.Device, debt.Conversation)) < debt.Head)
        {
            Violate(
                $"{Evidence.Device(debt.Device)} knew {Evidence.Conversation(debt.Conversation)} up to entry {debt.Known} and asked; entry {debt.Head} was " +
                $"stored before, but neither the answer nor a push within {PushedWithin / 1_000} s named it");
        }
    }

    private sealed record Debt(long At, int Device, int Line, int Conversation, long Known, long Head);

    private sealed record Question(Dictionary<int, (long Known, long Head)> Lacks, List<(int Conversation, long Head)> Told);
}
