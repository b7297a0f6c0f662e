using System.Text.Json;
using Orleans.Storage;

namespace ImOrleans.UnitTests.Grains;

/// <summary>Grain state in memory, copied on its way in and out as on its way to a disk.</summary>
internal sealed class MemoryPages : IGrainStorage
{
    private readonly Dictionary<string, string> pages = [];

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
        pages[stateName] = JsonSerializer.Serialize(grainState.State);
        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => throw new NotSupportedException();
}
