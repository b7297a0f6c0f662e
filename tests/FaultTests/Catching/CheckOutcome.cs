namespace ImOrleans.FaultTests.Catching;

/// <summary>What a run of the checker said.</summary>
public sealed record CheckOutcome(int ExitCode, string Output)
{
    public bool Breaks(string promise) => ExitCode == 1 && Output.Contains($"BROKEN: {promise}", StringComparison.Ordinal);
}
