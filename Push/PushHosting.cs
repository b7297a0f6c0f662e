using ImOrleans.Grains.Push;
using ImOrleans.Push.Apns;
using ImOrleans.Push.Fcm;
using ImOrleans.Push.Getui;
using ImOrleans.Push.Hms;
using ImOrleans.Push.JPush;
using ImOrleans.Push.Sending;
using ImOrleans.Push.Webhook;
using ImOrleans.Push.WebPush;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ImOrleans.Push;

/// <summary>The providers of offline notifications. One more is a folder and a line here.</summary>
internal static class PushHosting
{
    /// <summary>
    /// Registers an <see cref="IPushSender"/> for each provider whose section is configured. The settings of all are checked.
    /// </summary>
    public static IHostApplicationBuilder AddPushSenders(this IHostApplicationBuilder builder)
    {
        IServiceCollection services = builder.Services;
        services.AddSending();
        services.AddApns(builder.Configuration);
        services.AddFcm(builder.Configuration);
        services.AddGetui(builder.Configuration);
        services.AddHms(builder.Configuration);
        services.AddJPush(builder.Configuration);
        services.AddWebhook(builder.Configuration);
        services.AddWebPush(builder.Configuration);
        return builder;
    }
}
