using ImOrleans.Protocol.Errors;
using ErrorCode = ImOrleans.Protocol.Errors.ErrorCode;

namespace ImOrleans.Silo.Hosting;

/// <summary>Refuses addresses of silos outside of this cluster: the dashboard would answer them with an internal error.</summary>
internal sealed class DashboardInput(ISiloStatusOracle silos) : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        if (AddressOf(context.HttpContext) is { } address && !IsKnown(address))
        {
            throw new ImException(ErrorCode.MalformedRequest, "There is no such silo in this cluster.");
        }

        return next(context);
    }

    /// <returns>Null where none is asked for: its files have a path, too.</returns>
    private static string? AddressOf(HttpContext context)
    {
        bool hasHistory = context.GetEndpoint() is RouteEndpoint { RoutePattern.RawText: { } route } && route.Contains("/HistoricalStats/", StringComparison.Ordinal);
        return context.Request.RouteValues[hasHistory ? "path" : "address"] as string;
    }

    private bool IsKnown(string address) => silos.GetApproximateSiloStatuses().Keys.Any(silo => silo.ToParsableString() == address);
}
