using ImOrleans.ServiceDefaults.Settings;
using ImOrleans.ServiceDefaults.Startup;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace ImOrleans.ServiceDefaults.Redis;

/// <summary>Redis for any number of concerns of one process.</summary>
internal static class RedisHosting
{
    /// <exception cref="StartupException">A setting is wrong.</exception>
    public static ConfigurationOptions AddRedis(this IServiceCollection services, IConfiguration configuration)
    {
        ConfigurationOptions server = RedisServer.Read(configuration);
        if (!services.Any(static service => service.ServiceType == typeof(SettingsRules<RedisOptions>)))
        {
            services.AddSettings<RedisOptions>(RedisOptions.Section, exclusive: true);
            services.AddSingleton(new RequiredServer(() => RedisServer.EnsureReachableAsync(server)));
        }

        return server;
    }
}
