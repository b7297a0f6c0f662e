using ImOrleans.Push.Sending;
using ImOrleans.ServiceDefaults.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ImOrleans.Push.JPush;

internal static class JPushHosting
{
    public static void AddJPush(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<JPushOptions>(JPushOptions.Section, exclusive: true);
        if (configuration.IsOn<JPushOptions>(JPushOptions.Section, static options => options.IsOn))
        {
            services.AddVendorClient(JPushSender.Client);
            services.AddSender<JPushSender>(JPushOptions.Section);
        }
    }
}
