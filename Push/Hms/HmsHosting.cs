using ImOrleans.Push.Sending;
using ImOrleans.ServiceDefaults.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ImOrleans.Push.Hms;

internal static class HmsHosting
{
    public static void AddHms(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<HmsOptions>(HmsOptions.Section, exclusive: true);
        if (configuration.IsOn<HmsOptions>(HmsOptions.Section, static options => options.IsOn))
        {
            services.AddVendorClient(HmsSender.Client);
            services.AddSender<HmsSender>(HmsOptions.Section);
        }
    }
}
