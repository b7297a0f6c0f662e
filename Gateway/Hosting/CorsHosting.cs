using ImOrleans.Gateway.Process;
using ImOrleans.ServiceDefaults.Settings;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace ImOrleans.Gateway.Hosting;

/// <summary>
/// Lets pages of the listed origins, and of the other gateways, call REST and the hub. The other rules are the same for every page.
/// </summary>
internal static class CorsHosting
{
    private static readonly TimeSpan PreflightAge = TimeSpan.FromHours(1);

    public static IServiceCollection AddOrigins(this IServiceCollection services)
    {
        services.AddSettings<CorsOptions>(CorsOptions.Section, exclusive: true).Validate(
            options => options.Origins.All(IsOrigin),
            $"{CorsOptions.Section}:Origins must hold origins such as https://app.example.com: a scheme, a host and at most a port, without a path.");
        services.AddCors();
        services.AddOptions<Microsoft.AspNetCore.Cors.Infrastructure.CorsOptions>()
            .Configure<IOptions<CorsOptions>, IOptions<GatewayOptions>>((cors, options, gateway) =>
                cors.AddDefaultPolicy(policy => Describe(policy, [.. options.Value.Origins, .. gateway.Value.Origins])));
        return services;
    }

    /// <summary>After routing, before limits and authentication: a preflight carries no token, and a refusal must be readable too.</summary>
    public static IApplicationBuilder UseOrigins(this IApplicationBuilder app) => app.UseCors();

    /// <summary>Credentials are allowed because SignalR clients in browsers ask with them by default. No cookie opens the API.</summary>
    private static void Describe(CorsPolicyBuilder policy, string[] origins) => policy
        .WithOrigins(origins)
        .WithMethods("GET", "POST", "PUT", "PATCH", "DELETE")
        .WithHeaders(HeaderNames.Authorization, HeaderNames.ContentType, HeaderNames.XRequestedWith, "X-SignalR-User-Agent")
        .WithExposedHeaders(HeaderNames.Date, HeaderNames.RetryAfter, HeaderNames.WWWAuthenticate)
        .SetPreflightMaxAge(PreflightAge)
        .AllowCredentials();

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? uri)
        && uri.Scheme is "http" or "https"
        && uri.GetLeftPart(UriPartial.Authority).Equals(text.TrimEnd('/'), StringComparison.OrdinalIgnoreCase);
}
