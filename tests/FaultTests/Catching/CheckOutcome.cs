namespace ImOrleans.FaultTests.Catching;

/// <summary>The result of a run of the checker.</summary>
public sealed record CheckOutcome(int ExitCode, string Output)
{
    public bool Breaks(string promise) => ExitCode == 1 && Output.Contains($"BROKEN: {promise}", StringComparison.Ordinal);
}
