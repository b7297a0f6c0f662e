using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Serialization.Serializers;
using Orleans.Storage;

namespace ImOrleans.Silo.Storage.Sqlite;

/// <summary>Grain state in the embedded store. Keyed by service id: a silo that changes it begins with nothing.</summary>
internal sealed class SqliteGrainStorage(
    SqliteDatabase database, SqliteGrainStorageOptions options, IOptions<ClusterOptions> cluster, IActivatorProvider activators) : IGrainStorage
{
    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        StoredState? stored = await database.ReadAsync(Rows(stateName, grainId).Read);
        if (stored is null)
        {
            Forget(grainState);
            return;
        }

        grainState.State = options.GrainStorageSerializer.Deserialize<T>(BinaryData.FromBytes(stored.Data)) ?? activators.GetActivator<T>().Create();
        (grainState.ETag, grainState.RecordExists) = (stored.Etag, true);
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        GrainStateRows rows = Rows(stateName, grainId);
        string? etag = grainState.ETag;
        ReadOnlyMemory<byte> data = options.GrainStorageSerializer.Serialize(grainState.State).ToMemory();
        grainState.ETag = await database.WriteAsync(session => rows.Write(session, etag, data.Span)) ?? throw await StaleAsync(rows, etag);
        grainState.RecordExists = true;
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        GrainStateRows rows = Rows(stateName, grainId);
        string? etag = grainState.ETag;
        if (!await database.WriteAsync(session => rows.Clear(session, etag)))
        {
            throw await StaleAsync(rows, etag);
        }

        Forget(grainState);
    }

    private GrainStateRows Rows(string stateName, GrainId grainId) => new(cluster.Value.ServiceId, grainId.ToString(), stateName);

    private void Forget<T>(IGrainState<T> grainState)
    {
        grainState.State = activators.GetActivator<T>().Create();
        (grainState.ETag, grainState.RecordExists) = (null, false);
    }

    private async Task<InconsistentStateException> StaleAsync(GrainStateRows rows, string? etag)
    {
        StoredState? stored = await database.ReadAsync(rows.Read);
        return new InconsistentStateException($"Another activation wrote '{rows.StateName}' of {rows.GrainId}.", stored?.Etag ?? "none", etag ?? "none");
    }
}
