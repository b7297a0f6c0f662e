using ImOrleans.ServiceDefaults.Redis;
using StackExchange.Redis;

namespace ImOrleans.Silo.Hosting;

/// <summary>
/// Where silos find which silo has a grain. Setting <c>Im:Providers:GrainDirectory</c>. It is the same on all silos, and changes only while
/// all are stopped.
/// </summary>
internal static class GrainDirectoryHosting
{
    public static ISiloBuilder AddGrainDirectory(this ISiloBuilder silo) => silo.AddProvider(
        nameof(ProviderOptions.GrainDirectory),
        static options => options.GrainDirectory,
        (ProviderOptions.Memory, static silo => { }),
        (ProviderOptions.Redis, static silo =>
        {
            ConfigurationOptions server = silo.Services.AddRedis(silo.Configuration);
            silo.UseRedisGrainDirectoryAsDefault(directory => directory.ConfigurationOptions = server);
        }));
}
