using ImOrleans.Load.Checking.Promises;
using ImOrleans.Load.Checking.Recording;

namespace ImOrleans.Load.Checking.Verifying;

/// <summary>
/// Judges a ledger, and nothing but the ledger: the same file gets the same verdict for ever. It is read twice, because most rules compare
/// what happened on the way with what was stored in the end.
/// </summary>
internal static class Verifier
{
    public static Verdict Judge(Func<IEnumerable<Fact>> ledger)
    {
        Evidence evidence = Evidence.Of(ledger());
        Rule[] rules =
        [
            new AcknowledgedIsStored(evidence), new StoredOnce(evidence), new NumberedWithoutHoles(evidence), new NothingInvented(evidence),
            new SeenIsStored(evidence), new RetryKeepsItsNumber(evidence), new SendsKeepTheirOrder(evidence), new PushesAscend(evidence),
            new EveryDeviceHasEverything(evidence), new SyncTellsAll(evidence), new PositionsNeverGoBack(evidence), new UnreadIsCounted(evidence),
            new RemovedSeeNothing(evidence), new RefusedIsNotStored(evidence), new TimesNeverGoBack(evidence), new EverySendIsAnswered(evidence),
            new FailuresHaveANumber(evidence),
        ];
        foreach (Fact fact in ledger())
        {
            foreach (Rule rule in rules)
            {
                rule.See(fact);
            }
        }

        Array.ForEach(rules, rule => rule.Conclude());
        return new Verdict(rules, evidence);
    }
}
