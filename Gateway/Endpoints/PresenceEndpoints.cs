using ImOrleans.Gateway.Auth;
using ImOrleans.Gateway.Known;
using ImOrleans.Gateway.Presence;
using ImOrleans.Gateway.Quotas;
using ImOrleans.Grains.Presence;
using ImOrleans.Protocol.Presence;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace ImOrleans.Gateway.Endpoints;

/// <summary>Presence, and its privacy settings.</summary>
internal static class PresenceEndpoints
{
    public static void MapPresence(this IEndpointRouteBuilder api)
    {
        api.MapGet("/presence", Get)
            .WithName("GetPresence").WithSummary("What the caller may see of these people, whose ids are separated by commas; at most 200.")
            .Refuses(ErrorCode.InvalidId, ErrorCode.TooManyWatched, ErrorCode.TooManyCalls);
        api.MapGet("/presence/privacy", GetPrivacy)
            .WithName("GetPresencePrivacy").WithSummary("Who may see whether the caller is online, and who sees the caller's receipts.");
        api.MapPut("/presence/privacy", SetPrivacy)
            .WithName("SetPresencePrivacy").WithSummary("Changes who may see whether the caller is online, who sees the caller's receipts, or both.")
            .WithDescription(
                "It holds when it is answered. default is the server's default. receipts absent: unchanged. visibleTo absent: unchanged when there are receipts, "
                + "else the server's default. receipts nobody hides the receipts of others from the caller too.")
            .Refuses(ErrorCode.MalformedRequest, ErrorCode.InvalidVisibility, ErrorCode.InvalidReceipts);
    }

    private static async Task<Ok<PresencePage>> Get(
        string? userIds, HttpContext context, Caller caller, IOptions<PresenceOptions> options, Costs costs, KnownUsers users, IGrainFactory grains)
    {
        string[] asked = WatchedIds.Of((userIds ?? "").Split(','), options.Value);
        costs.TakeCalls(context, caller, WatchedIds.CallsFor(asked));
        HashSet<string> existing = [.. await users.AmongAsync(asked)];
        ParallelOptions atOnce = new() { MaxDegreeOfParallelism = options.Value.QuestionsAtOnce };
        UserPresence[] items = Array.ConvertAll(asked, UserPresence.Nothing);
        await Parallel.ForAsync(0, asked.Length, atOnce, async (i, _) =>
            items[i] = existing.Contains(asked[i]) ? await grains.GetGrain<IPresenceGrain>(asked[i]).Get(caller.UserId) : items[i]);
        return TypedResults.Ok(new PresencePage { Items = items });
    }

    private static async Task<Ok<PresencePrivacy>> GetPrivacy(Caller caller, IGrainFactory grains) =>
        TypedResults.Ok(await grains.GetGrain<IPresenceGrain>(caller.UserId).Privacy());

    private static async Task<Ok<PresencePrivacy>> SetPrivacy(PresencePrivacy request, Caller caller, IGrainFactory grains) =>
        TypedResults.Ok(await grains.GetGrain<IPresenceGrain>(caller.UserId).SetPrivacy(request));
}
