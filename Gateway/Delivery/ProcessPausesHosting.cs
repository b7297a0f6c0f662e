namespace ImOrleans.Gateway.Delivery;

internal static class ProcessPausesHosting
{
    /// <summary>The last registration holds.</summary>
    public static IServiceCollection AddProcessPauses(this IServiceCollection services, bool isApart) =>
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<ProcessPauses>(provider, isApart));
}
