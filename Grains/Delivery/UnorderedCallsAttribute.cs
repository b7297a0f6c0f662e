using Orleans.Metadata;

namespace ImOrleans.Grains.Delivery;

/// <summary>
/// Calls to this class of grains need no order. A process outside the cluster sends them through all silos in turn, and not all of one
/// grain through the same silo.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class UnorderedCallsAttribute : Attribute, IGrainPropertiesProviderAttribute
{
    public void Populate(IServiceProvider services, Type grainClass, GrainType grainType, Dictionary<string, string> properties) =>
        properties[WellKnownGrainTypeProperties.Unordered] = bool.TrueString;
}
