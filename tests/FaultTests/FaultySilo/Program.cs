using ImOrleans.FaultySilo;
using ImOrleans.ServiceDefaults.Startup;
using ImOrleans.Silo.Hosting;

// The silo as it is shipped, with a bug from outside: something around it that breaks one promise.
return await StartupErrors.RunAsync(() => OneProcess.RunAsync(
    args, silo => silo.AddFault(Environment.GetEnvironmentVariable("IM_FAULT") ?? Fault.None)));
