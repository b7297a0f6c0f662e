using Orleans.Storage;

namespace ImOrleans.FaultySilo.States;

/// <summary>The same for grain states: a share of the writes fails before it is stored, or after it is.</summary>
internal sealed class UnreliableStates(IGrainStorage states, FaultShare share) : IGrainStorage, ILifecycleParticipant<ISiloLifecycle>
{
    /// <summary>A provider that opens its store in a stage of the silo's life finds itself by this interface.</summary>
    public void Participate(ISiloLifecycle observer) => (states as ILifecycleParticipant<ISiloLifecycle>)?.Participate(observer);

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => states.ReadStateAsync(stateName, grainId, grainState);

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (!share.Falls())
        {
            await states.WriteStateAsync(stateName, grainId, grainState);
            return;
        }

        if (Random.Shared.Next(2) == 0)
        {
            throw new IOException("The store failed before the commit.");
        }

        // The caller does not get the new etag either.
        await states.WriteStateAsync(stateName, grainId, new GrainState<T>(grainState.State, grainState.ETag));
        throw new IOException("The store failed after the commit.");
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => states.ClearStateAsync(stateName, grainId, grainState);
}
