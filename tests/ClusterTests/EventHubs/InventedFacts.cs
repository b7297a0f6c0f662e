using ImOrleans.Silo.Storage;

namespace ImOrleans.ClusterTests.EventHubs;

/// <summary>A membership that has the facts which it is given.</summary>
internal sealed class InventedFacts : IStoreFacts
{
    private readonly Dictionary<string, string> facts = [];

    public string Name => "invented membership";

    public bool IsShared => true;

    public Task OpenAsync() => Task.CompletedTask;

    public Task<string?> ReadAsync(string fact) => Task.FromResult(facts.GetValueOrDefault(fact));

    public Task<string> InitializeAsync(string fact, string value)
    {
        facts.TryAdd(fact, value);
        return Task.FromResult(facts[fact]);
    }

    public Task WriteAsync(string fact, string value)
    {
        facts[fact] = value;
        return Task.CompletedTask;
    }
}
