using Orleans.Storage;

namespace ImOrleans.ClusterTests.Running;

/// <summary>A store of grain states that can be made to fail. Otherwise it passes all calls on.</summary>
internal sealed class FaultyStates(StateFaults faults, IGrainStorage states) : IGrainStorage
{
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => states.ReadStateAsync(stateName, grainId, grainState);

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (faults.Take(grainId.ToString(), stateName) is not { } fault)
        {
            await states.WriteStateAsync(stateName, grainId, grainState);
            return;
        }

        // A failure takes its time too: other calls see what is not stored yet.
        await states.ReadStateAsync(stateName, grainId, new GrainState<T>());
        if (fault.AfterCommit)
        {
            // The caller does not get the new etag either.
            await states.WriteStateAsync(stateName, grainId, new GrainState<T>(grainState.State, grainState.ETag));
        }

        throw new IOException("Whether this write is stored is unknown.");
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => states.ClearStateAsync(stateName, grainId, grainState);
}
