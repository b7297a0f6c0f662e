using System.Collections.Concurrent;

namespace ImOrleans.ClusterTests.Running;

/// <summary>Which writes of grain states are to fail, and whether they are stored nevertheless.</summary>
internal sealed class StateFaults
{
    private readonly ConcurrentDictionary<(string Grain, string State), (int Left, bool AfterCommit)> faults = new();

    /// <summary>The next writes of this state fail.</summary>
    public void Fail(string grainId, string stateName, int writes, bool afterCommit) => faults[(grainId, stateName)] = (writes, afterCommit);

    /// <returns>Null when the write is to go well.</returns>
    public (int Left, bool AfterCommit)? Take(string grainId, string stateName)
    {
        if (!faults.TryGetValue((grainId, stateName), out var fault) || fault.Left == 0)
        {
            return null;
        }

        faults[(grainId, stateName)] = fault with { Left = fault.Left - 1 };
        return fault;
    }
}
