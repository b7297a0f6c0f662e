namespace ImOrleans.Load.Checking.Verifying;

/// <summary>The result of a verification.</summary>
internal sealed class Verdict(IReadOnlyList<Rule> rules, Evidence evidence)
{
    public IEnumerable<Rule> Broken => rules.Where(rule => rule.Violations > 0);

    public long Violations => rules.Sum(rule => rule.Violations);

    public int Promises => rules.Count;

    public long Stored => evidence.Logs.Sum(log => log.Value.Head);

    public long Pushed => evidence.Pushed;

    public long Pulled => evidence.Pulled;

    public void Print(TextWriter output)
    {
        foreach (Rule rule in Broken)
        {
            output.WriteLine($"BROKEN: {rule.Promise} ({rule.Violations:N0} violations)");
            foreach (string sentence in rule.Sentences)
            {
                output.WriteLine($"  {sentence}");
            }

            if (rule.Violations > rule.Sentences.Count)
            {
                output.WriteLine($"  ... and {rule.Violations - rule.Sentences.Count:N0} more");
            }
        }

        output.WriteLine(Violations == 0 ? $"All {Promises} promises were kept." : $"{Broken.Count()} of {Promises} promises were broken.");
    }
}
