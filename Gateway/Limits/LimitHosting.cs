using ImOrleans.Gateway.Auth;
using ImOrleans.Gateway.Errors;
using ImOrleans.Protocol.Errors;
using ImOrleans.ServiceDefaults.Settings;

namespace ImOrleans.Gateway.Limits;

/// <summary>The limits of this gateway.</summary>
internal static class LimitHosting
{
    public static IServiceCollection AddLimits(this IServiceCollection services)
    {
        services.AddSettings<LimitOptions>(LimitOptions.Section, exclusive: true);
        services.AddSingleton<SignInLimit>();
        services.AddSingleton<RegistrationLimit>();
        services.AddSingleton<CallLimits>();
        return services;
    }

    /// <summary>Before the token is looked at, which costs more than saying no. Health checks are always answered: who asks too often is not ill.</summary>
    public static IApplicationBuilder UseAddressLimits(this IApplicationBuilder app)
    {
        CallLimits limits = app.ApplicationServices.GetRequiredService<CallLimits>();
        return app.Use((context, next) =>
            context.GetEndpoint() is RouteEndpoint && !context.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal)
            && limits.RefuseCall(ClientAddress.Of(context)) is { } refusal
                ? Refuse(context, refusal)
                : next(context));
    }

    public static IApplicationBuilder UseUserLimits(this IApplicationBuilder app)
    {
        CallLimits limits = app.ApplicationServices.GetRequiredService<CallLimits>();
        return app.Use((context, next) =>
            Caller.Find(context.User) is { } caller && limits.RefuseCall(caller) is { } refusal ? Refuse(context, refusal) : next(context));
    }

    /// <summary>Written rather than thrown: a flood is no time for stack traces.</summary>
    private static Task Refuse(HttpContext context, ImException refusal) =>
        Problem.WriteAsync(context, refusal.Code.HttpStatus(refusal.Class), Refusal.From(refusal));
}
