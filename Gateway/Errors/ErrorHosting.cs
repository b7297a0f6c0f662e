namespace ImOrleans.Gateway.Errors;

/// <summary>Every refusal leaves in one shape.</summary>
internal static class ErrorHosting
{
    public static IServiceCollection AddErrors(this IServiceCollection services)
    {
        // The framework's own choice is to throw in Development only, and to answer without a body elsewhere.
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        return services.AddExceptionHandler<RefusalHandler>();
    }

    public static IApplicationBuilder UseErrors(this IApplicationBuilder app) => app
        .UseStatusCodePages(context => Problem.WriteStatusAsync(context.HttpContext))
        .UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = WriteBugAsync })
        .UseJsonCharset();

    private static Task WriteBugAsync(HttpContext context) =>
        Problem.WriteAsync(context, StatusCodes.Status500InternalServerError, refusal: null);
}
