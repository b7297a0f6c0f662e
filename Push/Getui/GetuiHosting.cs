using ImOrleans.Push.Sending;
using ImOrleans.ServiceDefaults.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ImOrleans.Push.Getui;

internal static class GetuiHosting
{
    public static void AddGetui(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<GetuiOptions>(GetuiOptions.Section, exclusive: true);
        if (configuration.IsOn<GetuiOptions>(GetuiOptions.Section, static options => options.IsOn))
        {
            services.AddVendorClient(GetuiSender.Client);
            services.AddSender<GetuiSender>(GetuiOptions.Section);
        }
    }
}
