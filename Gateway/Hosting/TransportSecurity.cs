using Microsoft.AspNetCore.HttpsPolicy;

namespace ImOrleans.Gateway.Hosting;

/// <summary>Production outside the process: HTTPS for good, and only the host names that the operator lists.</summary>
internal static partial class TransportSecurity
{
    private const string HostsSetting = "AllowedHosts";

    public static IServiceCollection AddTransportSecurity(this IServiceCollection services) =>
        services.Configure<HstsOptions>(options => options.MaxAge = TimeSpan.FromDays(365));

    /// <summary>
    /// HSTS (RFC 6797) goes with answers over HTTPS, never to localhost. The host itself filters by <c>AllowedHosts</c>; without it every
    /// name that leads here is served, also one that an attacker chose.
    /// </summary>
    public static WebApplication UseTransportSecurity(this WebApplication app)
    {
        if (!app.Environment.IsProduction())
        {
            return app;
        }

        if (app.Configuration[HostsSetting] is null or "" or "*")
        {
            LogAnyHost(app.Logger);
        }

        app.UseHsts();
        return app;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "AllowedHosts is not set, so requests for any host name are served. Set it to the host names of this server, with semicolons between: AllowedHosts=chat.example.com")]
    private static partial void LogAnyHost(ILogger logger);
}
