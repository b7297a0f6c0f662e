using ImOrleans.Push.Sending;
using ImOrleans.ServiceDefaults.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ImOrleans.Push.Webhook;

internal static class WebhookHosting
{
    public static void AddWebhook(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<WebhookOptions>(WebhookOptions.Section, exclusive: true);
        if (configuration.IsOn<WebhookOptions>(WebhookOptions.Section, static options => options.IsOn))
        {
            services.AddOutsideClient(WebhookSender.Client);
            services.AddSender<WebhookSender>(WebhookOptions.Section);
        }
    }
}
