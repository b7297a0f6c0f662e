using ImOrleans.ServiceDefaults.Settings;
using Microsoft.Extensions.DependencyInjection;

namespace ImOrleans.ServiceDefaults.Data;

internal static class DataHosting
{
    /// <summary>Adds <see cref="DataFolder"/>. Silo and gateway both add it, also within one process.</summary>
    public static IServiceCollection AddDataFolder(this IServiceCollection services)
    {
        if (services.Any(service => service.ServiceType == typeof(DataFolder)))
        {
            return services;
        }

        services.AddSettings<DataOptions>(DataOptions.Section);
        services.AddSingleton(new StartCheck(provider => $"data folder {provider.GetRequiredService<DataFolder>().Path}"));
        return services.AddSingleton<DataFolder>();
    }
}
