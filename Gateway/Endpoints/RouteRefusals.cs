using ImOrleans.Gateway.Errors;
using ImOrleans.Gateway.Json;
using ImOrleans.Protocol.Errors;

namespace ImOrleans.Gateway.Endpoints;

/// <summary>Tells the OpenAPI document which refusals a route has of its own.</summary>
internal static class RouteRefusals
{
    public static RouteHandlerBuilder Refuses(this RouteHandlerBuilder route, params ErrorCode[] codes)
    {
        foreach (int status in codes.Select(code => code.HttpStatus()).Distinct())
        {
            route.Produces<ProblemBody>(status, Problem.ContentType);
        }

        return route.WithDescription($"Refused with {string.Join(", ", codes.Select(code => $"{(int)code} {code}"))}.");
    }
}
