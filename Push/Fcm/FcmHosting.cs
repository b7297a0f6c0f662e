using ImOrleans.Push.Sending;
using ImOrleans.ServiceDefaults.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ImOrleans.Push.Fcm;

internal static class FcmHosting
{
    public static void AddFcm(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<FcmOptions>(FcmOptions.Section, exclusive: true);
        if (configuration.IsOn<FcmOptions>(FcmOptions.Section, static options => options.IsOn))
        {
            services.AddVendorClient(FcmSender.Client);
            services.AddVendorClient(FcmSender.TokenClient);
            services.AddSender<FcmSender>(FcmOptions.Section);
        }
    }
}
