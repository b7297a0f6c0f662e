using ImOrleans.Load.Checking.Recording;
using ImOrleans.Load.Checking.Verifying;

namespace ImOrleans.Load.Checking.Promises;

/// <summary>What anybody knew to be stored before a device asked is in the answer. Of those who were removed at any time nothing is said.</summary>
internal sealed class SyncTellsAll(Evidence evidence) : Rule(evidence)
{
    private readonly Dictionary<int, long> heads = [];
    private readonly Dictionary<int, Question> questions = [];

    public override string Promise => "a sync tells of every entry that was stored before it was asked";

    public override void See(in Fact fact)
    {
        switch (fact.Kind)
        {
            case FactKind.Acknowledged or FactKind.Recognised or FactKind.Pushed or FactKind.Pulled:
                heads[fact.Conversation] = Math.Max(heads.GetValueOrDefault(fact.Conversation), fact.Seq);
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
            default:
                break;
        }
    }

    private void Compare(in Fact fact, Question question)
    {
        ILookup<int, long> told = question.Told.ToLookup(told => told.Conversation, told => told.Head);
        foreach ((int conversation, (long known, long head)) in question.Lacks)
        {
            long answer = told[conversation].DefaultIfEmpty(known).Max();
            if (answer < head && !Evidence.Memberships.EverLeft(conversation, Evidence.UserOf(fact.Device)))
            {
                Violate(
                    $"{Evidence.Device(fact.Device)} knew {Evidence.Conversation(conversation)} up to entry {known} and asked, entry {head} was stored before, " +
                    $"but {(told.Contains(conversation) ? $"the answer was {answer}" : "the answer did not name it")}");
            }
        }
    }

    private sealed record Question(Dictionary<int, (long Known, long Head)> Lacks, List<(int Conversation, long Head)> Told);
}
