namespace ImOrleans.Load.Checking.Nemeses;

/// <summary>Something bad that happens while people write.</summary>
internal abstract class Nemesis(string name)
{
    public string Name => name;

    /// <summary>Does it, and takes it away again: when it returns, the server is up, the network is fair and the clock is right.</summary>
    /// <returns>The fault, in a few words.</returns>
    public abstract Task<string> StrikeAsync(Random random);

    protected static Task WaitAsync(Random random, double leastSeconds, double mostSeconds) =>
        Task.Delay(TimeSpan.FromSeconds(leastSeconds + (random.NextDouble() * (mostSeconds - leastSeconds))));
}
