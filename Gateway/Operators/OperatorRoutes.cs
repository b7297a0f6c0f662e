using Microsoft.AspNetCore.Authorization;

namespace ImOrleans.Gateway.Operators;

/// <summary>The common part of every route for operators.</summary>
internal static class OperatorRoutes
{
    /// <summary>
    /// Lets only operators in, and keeps the answers out of caches and the routes out of the description of the public protocol.
    /// </summary>
    public static TBuilder ForOperators<TBuilder>(this TBuilder routes)
        where TBuilder : IEndpointConventionBuilder
    {
        // Packages that bring pages map some of their files as open to everybody.
        routes.Finally(route => route.Metadata.OfType<IAllowAnonymous>().ToList().ForEach(open => route.Metadata.Remove(open)));
        return routes.RequireAuthorization(OperatorPolicy.Name).ExcludeFromDescription().AddEndpointFilter((context, next) =>
        {
            context.HttpContext.Response.Headers.CacheControl = "no-store";
            return next(context);
        });
    }

    /// <summary>Pages of others need a policy for their content of their own; it is as strict as they work with.</summary>
    public static TBuilder WithContentPolicy<TBuilder>(this TBuilder routes, string policy)
        where TBuilder : IEndpointConventionBuilder =>
        routes.AddEndpointFilter((context, next) =>
        {
            context.HttpContext.Response.Headers.ContentSecurityPolicy = policy;
            return next(context);
        });
}
