using ImOrleans.FaultySilo.Calls;
using ImOrleans.FaultySilo.Logs;
using ImOrleans.Gateway.Hosting;
using ImOrleans.Grains.Conversations.Log;
using ImOrleans.Silo.Storage.Sqlite;

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
        silo.Services.AddSingleton(services => Wrap(fault, services.GetRequiredService<SqliteMessageLog>(), services.GetRequiredService<DataFolder>().Path));
        return fault switch
        {
            WindowDropped => silo.AddIncomingGrainCallFilter<WindowDropper>(),
            PositionRewound => silo.AddIncomingGrainCallFilter<PositionRewinder>(),
            RemovalIgnored => silo.AddIncomingGrainCallFilter<RemovalIgnorer>(),
            _ => silo,
        };
    }

    private static IMessageLog Wrap(string fault, IMessageLog log, string folder) => fault switch
    {
        AcknowledgedBeforeCommit => new UnreliableLog(new HastyLog(log), folder),
        RepetitionsStored => new UnreliableLog(new ForgetfulLog(log), folder),
        StaleRead => new StaleLog(new UnreliableLog(log, folder)),
        UnconditionalAppend => new StaleLog(new UnreliableLog(new UnconditionalLog(log), folder)),
        None or WindowDropped or PositionRewound or RemovalIgnored => new UnreliableLog(log, folder),
        _ => throw new StartupException($"IM_FAULT is '{fault}', which is no fault that is known.", new ArgumentException(fault)),
    };
}
