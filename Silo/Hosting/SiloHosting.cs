using ImOrleans.Grains;
using ImOrleans.Push;
using ImOrleans.ServiceDefaults.Clustering;
using ImOrleans.ServiceDefaults.Data;
using ImOrleans.Silo.Storage.Postgres;
using Orleans.Configuration;
using Orleans.Serialization;
using ClusterOptions = ImOrleans.ServiceDefaults.Clustering.ClusterOptions;

namespace ImOrleans.Silo.Hosting;

/// <summary>The silo as a whole, in every role that hosts grains. A second provider is one line in the file of its concern.</summary>
internal static class SiloHosting
{
    /// <param name="addition">The addition of a role, or of a test, to the silo.</param>
    public static IHostApplicationBuilder AddSilo(this IHostApplicationBuilder builder, Action<ISiloBuilder>? addition = null)
    {
        builder.Services.AddDataFolder();
        builder.AddPushSenders();
        builder.UseOrleans(silo =>
        {
            silo
                .AddKubernetes()
                .AddClusterMembership()
                .AddMembershipTables()
                .AddClusterBinding()
                .AddGrainDirectory()
                .AddBounds()
                .AddMessageLog()
                .AddDirectory()
                .AddGrainStorage()
                .AddReminderTable()
                .AddStreams()
                .AddImGrains();
            addition?.Invoke(silo);
        });
        return builder;
    }

    /// <summary>The membership tables are a part of the database that the silo migrates.</summary>
    private static ISiloBuilder AddMembershipTables(this ISiloBuilder silo)
    {
        if (ClusterOptions.Read(silo.Configuration).Uses(ClusterOptions.Postgres))
        {
            silo.AddPostgres();
        }

        return silo;
    }

    private static ISiloBuilder AddBounds(this ISiloBuilder silo) => silo
        .Configure<SiloMessagingOptions>(messaging =>
        {
            messaging.ResponseTimeout = ClusterOptions.Read(silo.Configuration).ResponseTimeout;
            messaging.ClientDropTimeout = TimeSpan.FromSeconds(20);
            messaging.MaxEnqueuedRequestsHardLimit = 20_000;
        })
        .Configure<ExceptionSerializationOptions>(exceptions =>
        {
            // The cause of a failure travels with it. A process that does not know its type gets its message.
            exceptions.SupportedNamespacePrefixes.Add(nameof(Npgsql));
            exceptions.SupportedNamespacePrefixes.Add(nameof(StackExchange));
        })
        .Configure<GrainCollectionOptions>(collection => collection.EnableActivationSheddingOnMemoryPressure = true);
}
