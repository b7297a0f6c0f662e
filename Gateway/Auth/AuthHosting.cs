using ImOrleans.Gateway.Process;
using ImOrleans.ServiceDefaults.Settings;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace ImOrleans.Gateway.Auth;

/// <summary>One way in for REST and hub: a bearer token of a session that lives.</summary>
internal static class AuthHosting
{
    public static IServiceCollection AddAuth(this IServiceCollection services)
    {
        services.AddSettings<AuthOptions>(AuthOptions.Section, exclusive: true);
        services.AddSingleton<IValidateOptions<AuthOptions>, SigningKeyRules>();
        services.TryAddSingleton<GatewayIdentity>();
        services.AddSingleton<SigningKeyFile>();
        services.AddSingleton<RevokedKeys>();
        services.AddSingleton(SigningKeyRing.Open);
        services.AddSingleton(new StartCheck(DescribeSigningKeys));
        services.AddSingleton<AccessTokens>();
        services.AddSingleton<RefreshTokens>();
        services.AddSingleton<DeviceSecrets>();
        services.AddSingleton<TokenWriter>();
        services.AddSingleton<SessionCache>();
        services.AddSingleton<BearerEvents>();
        services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer();
        services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme).Configure<AccessTokens>(Configure);
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAssertion(MayPass).Build());
        return services;
    }

    private static string DescribeSigningKeys(IServiceProvider provider) =>
        $"signing keys {string.Join(", ", provider.GetRequiredService<SigningKeyRing>().Current.All.Select(key => key.Id))}; the first one signs";

    private static void Configure(JwtBearerOptions options, AccessTokens tokens)
    {
        options.MapInboundClaims = false;
        options.TokenValidationParameters = tokens.Rules;
        options.EventsType = typeof(BearerEvents);
    }

    /// <summary>A route that says nothing about its callers wants a token. Where no route was found there is nothing to guard: that answers 404 or 405.</summary>
    private static bool MayPass(AuthorizationHandlerContext context) =>
        context.User.Identity is { IsAuthenticated: true } || context.Resource is HttpContext http && http.GetEndpoint() is not RouteEndpoint;
}
