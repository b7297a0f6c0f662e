using Orleans.Serialization.Serializers;
using Orleans.Storage;

namespace ImOrleans.Silo.Storage;

/// <summary>
/// Grain state by a provider of Orleans, with three rules that the providers alone do not keep. The key is the whole id of a grain, in
/// characters that the store allows. Clearing a state that the caller has never read is refused. A conflict names the etag that is stored.
/// </summary>
internal abstract class ProviderGrainStorage(IGrainStorage provider, WriteFaults faults, IActivatorProvider activators)
    : IGrainStorage, ILifecycleParticipant<ISiloLifecycle>
{
    public void Participate(ISiloLifecycle lifecycle) => (provider as ILifecycleParticipant<ISiloLifecycle>)?.Participate(lifecycle);

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        try
        {
            await provider.ReadStateAsync(KeyOf(stateName), KeyOf(grainId), grainState);
        }
        catch (Exception failure) when (IsFault(failure))
        {
            throw new IOException($"'{stateName}' of {grainId} could not be read: {failure.Message}", failure);
        }
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        ChangeAsync(stateName, grainId, grainState, () => provider.WriteStateAsync(KeyOf(stateName), KeyOf(grainId), grainState));

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        ChangeAsync(stateName, grainId, grainState, () => grainState.ETag is null
            ? ClearAbsentAsync(stateName, grainId, grainState)
            : provider.ClearStateAsync(KeyOf(stateName), KeyOf(grainId), grainState));

    /// <summary>The text as a key, in characters that the store allows.</summary>
    protected abstract string KeyOf(string text);

    /// <summary>Whether the store failed, and not the program.</summary>
    protected abstract bool IsFault(Exception failure);

    private GrainId KeyOf(GrainId grainId) => GrainId.Create(grainId.Type, KeyOf(grainId.ToString()));

    private async Task ChangeAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, Func<Task> change)
    {
        try
        {
            await change();
            faults.Succeeded();
        }
        catch (InconsistentStateException)
        {
            throw Stale(stateName, grainId, await ReadAsync<T>(stateName, grainId), grainState.ETag);
        }
        catch (Exception failure) when (IsFault(failure))
        {
            faults.Failed(1, failure);
            throw new IOException($"Whether '{stateName}' of {grainId} is stored is unknown: {failure.Message}", failure);
        }
    }

    private async Task ClearAbsentAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        GrainState<T> stored = await ReadAsync<T>(stateName, grainId);
        if (stored.RecordExists)
        {
            throw Stale(stateName, grainId, stored, grainState.ETag);
        }

        grainState.State = activators.GetActivator<T>().Create();
        grainState.RecordExists = false;
    }

    private async Task<GrainState<T>> ReadAsync<T>(string stateName, GrainId grainId)
    {
        GrainState<T> stored = new();
        await ReadStateAsync(stateName, grainId, stored);
        return stored;
    }

    private static InconsistentStateException Stale<T>(string stateName, GrainId grainId, GrainState<T> stored, string? etag) =>
        new($"Another activation wrote '{stateName}' of {grainId}.", stored.ETag ?? "none", etag ?? "none");
}
