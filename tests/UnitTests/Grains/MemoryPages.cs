using System.Text.Json;
using Orleans.Storage;

namespace ImOrleans.UnitTests.Grains;

/// <summary>Grain state in memory, copied on its way in and out as on its way to a disk.</summary>
internal sealed class MemoryPages : IGrainStorage
{
    private readonly Dictionary<string, string> pages = [];

    public int Writes { get; set; }

    /// <summary>The next write fails with it.</summary>
    public Exception? Failure { get; set; }

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (pages.TryGetValue(stateName, out string? page))
        {
            grainState.State = JsonSerializer.Deserialize<T>(page)!;
        }

        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (Failure is { } failure)
        {
            Failure = null;
            return Task.FromException(failure);
        }

        Writes++;
        pages[stateName] = JsonSerializer.Serialize(grainState.State);
        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => throw new NotSupportedException();
}
