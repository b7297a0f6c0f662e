using ImOrleans.Grains.Push;
using ImOrleans.Push.Sending;
using ImOrleans.ServiceDefaults.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ImOrleans.Push.WebPush;

internal static class WebPushHosting
{
    public static void AddWebPush(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<WebPushOptions>(WebPushOptions.Section, exclusive: true);
        if (configuration.IsOn<WebPushOptions>(WebPushOptions.Section, static options => options.IsOn))
        {
            services.AddOutsideClient(WebPushSender.Client, PushServices.KeyOf);
            services.AddSingleton<IPushSender, WebPushSender>();
        }
    }
}
