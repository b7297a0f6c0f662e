using ImOrleans.FaultySilo.Calls;
using ImOrleans.FaultySilo.Logs;
using ImOrleans.FaultySilo.States;
using ImOrleans.Grains.Conversations.Log;
using ImOrleans.Grains.Hosting;
using ImOrleans.ServiceDefaults.Data;
using ImOrleans.ServiceDefaults.Startup;
using Orleans.Providers;
using Orleans.Storage;

namespace ImOrleans.FaultySilo;

/// <summary>The bugs that a checker has to find.</summary>
internal static class Fault
{
    public const string None = "none";
    public const string AcknowledgedBeforeCommit = "acknowledged-before-commit";
    public const string RepetitionsStored = "repetitions-stored";
    public const string StaleRead = "stale-read";
    public const string UnconditionalAppend = "unconditional-append";
    public const string WindowDropped = "window-dropped";
    public const string PositionRewound = "position-rewound";
    public const string RemovalIgnored = "removal-ignored";

    public static ISiloBuilder AddFault(this ISiloBuilder silo, string fault)
    {
        silo.Services.AddSingleton(services => new FaultShare(services.GetRequiredService<DataFolder>().Path));
        WrapLog(silo.Services, fault);
        WrapStates(silo.Services);
        return fault switch
        {
            WindowDropped => silo.AddIncomingGrainCallFilter<WindowDropper>(),
            PositionRewound => silo.AddIncomingGrainCallFilter<PositionRewinder>(),
            RemovalIgnored => silo.AddIncomingGrainCallFilter<RemovalIgnorer>(),
            _ => silo,
        };
    }

    private static void WrapLog(IServiceCollection services, string fault)
    {
        ServiceDescriptor shipped = services.Last(service => service.ServiceType == typeof(IMessageLog));
        services.AddSingleton(provider => Wrap(
            fault, (IMessageLog)shipped.ImplementationFactory!(provider), provider.GetRequiredService<FaultShare>()));
    }

    private static IMessageLog Wrap(string fault, IMessageLog log, FaultShare share) => fault switch
    {
        AcknowledgedBeforeCommit => new UnreliableLog(new HastyLog(log), share),
        RepetitionsStored => new UnreliableLog(new ForgetfulLog(log), share),
        StaleRead => new StaleLog(new UnreliableLog(log, share)),
        UnconditionalAppend => new StaleLog(new UnreliableLog(new UnconditionalLog(log), share)),
        None or WindowDropped or PositionRewound or RemovalIgnored => new UnreliableLog(log, share),
        _ => throw new StartupException($"IM_FAULT is '{fault}', which is no fault that is known.", new ArgumentException(fault)),
    };

    private static void WrapStates(IServiceCollection services)
    {
        foreach (string name in (string[])[ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME, StateStores.Large])
        {
            ServiceDescriptor shipped =
                services.Last(service => service.ServiceType == typeof(IGrainStorage) && Equals(service.ServiceKey, name));
            services.AddKeyedSingleton<IGrainStorage>(name, (provider, key) => new UnreliableStates(
                (IGrainStorage)shipped.KeyedImplementationFactory!(provider, key), provider.GetRequiredService<FaultShare>()));
        }
    }
}
