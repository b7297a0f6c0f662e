using ImOrleans.ServiceDefaults.Settings;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;

namespace ImOrleans.Gateway.Operators;

/// <summary>The operators and their sign-in.</summary>
internal static class OperatorHosting
{
    public static IServiceCollection AddOperators(this IServiceCollection services)
    {
        services.AddSettings<AdminOptions>(AdminOptions.Section, exclusive: true);
        services.AddSingleton<OperatorRights>();
        services.AddHostedService<NamedOperator>();
        services.AddSingleton<OperatorTokens>();
        services.AddSingleton<OperatorEvents>();
        services.AddSingleton<IAuthorizationHandler, OperatorPolicy>();
        services.AddAuthentication().AddJwtBearer(OperatorCookie.Scheme, configureOptions: null!);
        services.AddOptions<JwtBearerOptions>(OperatorCookie.Scheme).Configure<OperatorTokens>(Configure);
        services.AddAuthorizationBuilder().AddPolicy(OperatorPolicy.Name, OperatorPolicy.Policy);
        return services;
    }

    private static void Configure(JwtBearerOptions options, OperatorTokens tokens)
    {
        options.MapInboundClaims = false;
        options.TokenValidationParameters = tokens.Rules;
        options.EventsType = typeof(OperatorEvents);
    }
}
