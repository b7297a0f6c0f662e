using ImOrleans.ServiceDefaults.Azure;
using Orleans.Serialization.Serializers;
using Orleans.Storage;

namespace ImOrleans.Silo.Storage.Azure;

/// <summary>
/// Grain state by Orleans' providers for tables and blobs. Alone, they replace characters of a key by others, and so take two grains for
/// one.
/// </summary>
internal sealed class AzureGrainStorage(IGrainStorage provider, WriteFaults faults, IActivatorProvider activators)
    : ProviderGrainStorage(provider, faults, activators)
{
    protected override string KeyOf(string text) => KeyText.Of(text);

    protected override bool IsFault(Exception failure) => AzureFaults.IsOfTheService(failure);
}
