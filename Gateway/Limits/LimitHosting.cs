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
        services.AddSingleton<UnsentBudgets>();
        return services;
    }

    /// <summary>Before the token is looked at, which costs more than saying no. Health checks are always answered: who asks too often is not ill.</summary>
    public static IApplicationBuilder UseAddressLimits(this IApplicationBuilder app)
    {
        CallLimits limits = app.ApplicationServices.GetRequiredService<CallLimits>();
        return app.Use((context, next) =>
            !context.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal)
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

    /// <summary>For routes that answer with a page of messages. The answer is in memory until its client has read it.</summary>
    public static RouteHandlerBuilder AnswersWithPage(this RouteHandlerBuilder route) => route.WithMetadata(new PageAnswer());

    /// <summary>After authentication: what waits is counted for a user.</summary>
    public static IApplicationBuilder UseUnsentLimits(this IApplicationBuilder app)
    {
        UnsentBudgets budgets = app.ApplicationServices.GetRequiredService<UnsentBudgets>();
        return app.Use((context, next) => context.GetEndpoint()?.Metadata.GetMetadata<PageAnswer>() is not null && Caller.Find(context.User) is { } caller
            ? AnswerAsync(context, next, budgets, caller.UserId)
            : next(context));
    }

    private static async Task AnswerAsync(HttpContext context, RequestDelegate next, UnsentBudgets budgets, string userId)
    {
        UnsentBytes unsent = budgets.Rent(userId);
        bool hasRoom = unsent.TryAddPage();
        try
        {
            await (hasRoom ? next(context) : Refuse(context, UnsentBudgets.Full()));
        }
        finally
        {
            unsent.RemovePages(hasRoom ? 1 : 0);
            budgets.Return(userId);
        }
    }

    /// <summary>Written rather than thrown: a flood is no time for stack traces.</summary>
    private static Task Refuse(HttpContext context, ImException refusal) =>
        Problem.WriteAsync(context, refusal.Code.HttpStatus(refusal.Class), Refusal.From(refusal));

    private sealed class PageAnswer;
}
