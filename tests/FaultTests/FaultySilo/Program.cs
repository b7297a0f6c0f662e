using ImOrleans.FaultySilo;
using ImOrleans.ServiceDefaults.Startup;
using ImOrleans.Silo.Hosting;

// The silo as it is shipped, alone or as one of a cluster, with a bug from outside: something around it that breaks one promise.
return await StartupErrors.RunAsync(() => args is ["silo", .. string[] settings]
    ? PureSilo.RunAsync(settings, AddFault)
    : OneProcess.RunAsync(args, AddFault));

static void AddFault(ISiloBuilder silo) => silo.AddFault(Environment.GetEnvironmentVariable("IM_FAULT") ?? Fault.None);
