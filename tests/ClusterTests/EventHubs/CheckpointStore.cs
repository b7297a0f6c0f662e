using Orleans.Storage;

namespace ImOrleans.ClusterTests.EventHubs;

/// <summary>The store of the checkpoints. It can be away.</summary>
internal sealed class CheckpointStore
{
    private volatile bool isAway;

    public bool IsAway
    {
        get => isAway;
        set => isAway = value;
    }

    public IGrainStorage Over(IGrainStorage states) => new Storage(this, states);

    private void Ensure()
    {
        if (IsAway)
        {
            throw new IOException("The store of the checkpoints is away.");
        }
    }

    private sealed class Storage(CheckpointStore store, IGrainStorage states) : IGrainStorage
    {
        public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        {
            store.Ensure();
            return states.ReadStateAsync(stateName, grainId, grainState);
        }

        public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        {
            store.Ensure();
            return states.WriteStateAsync(stateName, grainId, grainState);
        }

        public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
            states.ClearStateAsync(stateName, grainId, grainState);
    }
}
