using ImOrleans.Gateway.Auth;
using ImOrleans.Gateway.Operators;
using ImOrleans.Grains;
using ImOrleans.Grains.Push;
using ImOrleans.Protocol.Push;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ImOrleans.Gateway.Endpoints;

/// <summary>Notifications of devices that are away.</summary>
internal static class PushEndpoints
{
    /// <summary>32 hexadecimal characters; an id of another form cannot be one.</summary>
    private const int MaxIdLength = 64;

    public static void MapPush(this IEndpointRouteBuilder api)
    {
        api.MapPut("/push/token", Register)
            .WithName("RegisterPushToken").WithSummary("The caller's device gets notifications with this token, until its session ends. A token belongs to the device that registered it last.")
            .Refuses(ErrorCode.MalformedRequest, ErrorCode.PushNotConfigured, ErrorCode.InvalidPushToken, ErrorCode.InvalidPushSettings);
        api.MapDelete("/push/token", Unregister)
            .WithName("UnregisterPushToken").WithSummary("The caller's device gets no notifications any more. Repeating it changes nothing.");
        api.MapGet("/push/settings", GetSettings)
            .WithName("GetPushSettings").WithSummary("Hours without notifications, hidden texts and the language of the caller's notifications.");
        api.MapPut("/push/settings", SetSettings)
            .WithName("SetPushSettings").WithSummary("Replaces these settings. They hold when it is answered.")
            .Refuses(ErrorCode.MalformedRequest, ErrorCode.InvalidPushSettings);
        api.MapPost("/push/opened", Opened)
            .WithName("ReportPushOpened").WithSummary("The user opened a notification on the caller's device. An unknown id changes nothing.")
            .Refuses(ErrorCode.MalformedRequest, ErrorCode.InvalidId);
    }

    /// <summary>"Why was I not notified": for operators.</summary>
    public static void MapPushReports(this IEndpointRouteBuilder root) => root.MapGet("/api/admin/push/users/{id}", Report).ForOperators();

    private static async Task<NoContent> Register(PushTokenRequest request, Caller caller, IGrainFactory grains)
    {
        await PushOf(caller, grains).Register(caller.DeviceId, request);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> Unregister(Caller caller, IGrainFactory grains)
    {
        await PushOf(caller, grains).Unregister(caller.DeviceId);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<PushSettings>> GetSettings(Caller caller, IGrainFactory grains) =>
        TypedResults.Ok(await PushOf(caller, grains).Settings());

    private static async Task<Ok<PushSettings>> SetSettings(PushSettings request, Caller caller, IGrainFactory grains) =>
        TypedResults.Ok(await PushOf(caller, grains).SetSettings(request));

    private static async Task<NoContent> Opened(PushOpened request, Caller caller, IGrainFactory grains)
    {
        EntityId.EnsureValid(request.Id);
        await PushOf(caller, grains).Opened(caller.DeviceId, request.Id);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<PushReport>> Report(string id, IGrainFactory grains)
    {
        EntityId.EnsureValid(id);
        return TypedResults.Ok(await grains.GetGrain<IPushGrain>(id).Report());
    }

    private static IPushGrain PushOf(Caller caller, IGrainFactory grains) => grains.GetGrain<IPushGrain>(caller.UserId);
}
