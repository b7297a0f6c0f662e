using ImOrleans.Push.Sending;
using ImOrleans.ServiceDefaults.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ImOrleans.Push.Apns;

internal static class ApnsHosting
{
    public static void AddApns(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<ApnsOptions>(ApnsOptions.Section, exclusive: true);
        if (configuration.IsOn<ApnsOptions>(ApnsOptions.Section, static options => options.IsOn))
        {
            services.AddVendorClient(ApnsSender.Client);
            services.AddSender<ApnsSender>(ApnsOptions.Section);
        }
    }
}
