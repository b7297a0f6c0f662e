using ImOrleans.Grains.Operators;

namespace ImOrleans.Gateway.Operators;

/// <summary>Which users are operators. The owner of the fact is asked each time: no token carries the right.</summary>
internal sealed class OperatorRights(IGrainFactory grains)
{
    public async ValueTask<bool> IsOperatorAsync(string userId) => await grains.GetGrain<IOperatorsGrain>(0).Has(userId);
}
