using System.Data.Common;
using Orleans.Serialization.Serializers;
using Orleans.Storage;

namespace ImOrleans.Silo.Storage.Postgres;

/// <summary>
/// Grain state by Orleans' AdoNet provider, with three rules that the provider alone does not keep. Its key is the whole id of a grain:
/// alone, it leaves the type out, and takes the keys <c>beef</c> and <c>0beef</c> for one number. Clearing what one has never read is
/// refused. A conflict names the etag that is stored.
/// </summary>
internal sealed class PostgresGrainStorage(AdoNetGrainStorage provider, WriteFaults faults, IActivatorProvider activators)
    : IGrainStorage, ILifecycleParticipant<ISiloLifecycle>
{
    public void Participate(ISiloLifecycle lifecycle) => provider.Participate(lifecycle);

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        provider.ReadStateAsync(stateName, WholeId(grainId), grainState);

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        ChangeAsync(stateName, grainId, grainState, () => provider.WriteStateAsync(stateName, WholeId(grainId), grainState));

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        ChangeAsync(stateName, grainId, grainState, () => grainState.ETag is null
            ? ClearAbsentAsync(stateName, grainId, grainState)
            : provider.ClearStateAsync(stateName, WholeId(grainId), grainState));

    private static GrainId WholeId(GrainId grainId) => GrainId.Create(grainId.Type, StoredText.Of(grainId.ToString()));

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
        catch (DbException failure)
        {
            faults.Failed(1, failure);
            throw;
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
