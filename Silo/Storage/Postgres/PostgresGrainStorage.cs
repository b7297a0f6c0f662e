using System.Data.Common;
using Orleans.Serialization.Serializers;
using Orleans.Storage;

namespace ImOrleans.Silo.Storage.Postgres;

/// <summary>
/// Grain state by Orleans' AdoNet provider. Without this class, the provider leaves the type of a grain out of its key, and treats the keys
/// <c>beef</c> and <c>0beef</c> as one number.
/// </summary>
internal sealed class PostgresGrainStorage(AdoNetGrainStorage provider, WriteFaults faults, IActivatorProvider activators)
    : ProviderGrainStorage(provider, faults, activators)
{
    protected override string KeyOf(string text) => StoredText.Of(text);

    protected override bool IsFault(Exception failure) => failure is DbException;
}
