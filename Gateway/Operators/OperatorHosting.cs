using ImOrleans.ServiceDefaults.Settings;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;

namespace ImOrleans.Gateway.Operators;

/// <summary>The administrator, and the way in for them.</summary>
internal static class OperatorHosting
{
    public static IServiceCollection AddOperators(this IServiceCollection services)
    {
        services.AddSettings<AdminOptions>(AdminOptions.Section, exclusive: true);
        services.AddSingleton<Administrator>();
        services.AddSingleton<OperatorTokens>();
        services.AddSingleton<OperatorEvents>();
        services.AddSingleton<IAuthorizationHandler, AdministratorPolicy>();
        services.AddAuthentication().AddJwtBearer(OperatorCookie.Scheme, configureOptions: null!);
        services.AddOptions<JwtBearerOptions>(OperatorCookie.Scheme).Configure<OperatorTokens>(Configure);
        services.AddAuthorizationBuilder().AddPolicy(AdministratorPolicy.Name, AdministratorPolicy.Policy);
        return services;
    }

    private static void Configure(JwtBearerOptions options, OperatorTokens tokens)
    {
        options.MapInboundClaims = false;
        options.TokenValidationParameters = tokens.Rules;
        options.EventsType = typeof(OperatorEvents);
    }
}
