using ImOrleans.ClusterTests.Running;
using ImOrleans.Grains.Conversations.Kinds;
using ImOrleans.ServiceDefaults.Startup;
using ImOrleans.Silo.Hosting;

// The silo as it is shipped, with kinds of entries that no client knows.
return await StartupErrors.RunAsync(() => OneProcess.RunAsync(args, silo =>
{
    foreach (EntryKind kind in InventedKinds.All)
    {
        silo.Services.AddSingleton(kind);
    }
}));
