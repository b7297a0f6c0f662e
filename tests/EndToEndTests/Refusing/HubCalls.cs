using ImOrleans.Protocol.Hubs;
using static ImOrleans.EndToEndTests.Refusing.Tree;

namespace ImOrleans.EndToEndTests.Refusing;

/// <summary>A call of the hub that is right, and what in it may be otherwise without being wrong.</summary>
public sealed record HubCall(string Method, params object?[] Arguments)
{
    public string[] Allowed { get; init; } = [];
}

/// <summary>Every method of the hub. A new one is entered here, with a right call, and is then tried with every wrong one.</summary>
public static class HubCalls
{
    public static HubCall[] Right(Scene scene) =>
    [
        new(nameof(IChatHub.Sync), Map(("cursor", "c0"), ("heads", Map((scene.Direct, 0)))))
        {
            Allowed =
            [
                "[0]: a map", "[0].heads: a map", .. Endpoints.Optional("cursor", "[0]"), .. Endpoints.Optional("heads", "[0]"),
                $"[0].heads.{scene.Direct}: missing",
            ],
        },
        new(nameof(IChatHub.Send), scene.Direct, List(Endpoints.FullDraft(scene))) { Allowed = Endpoints.DraftMayBe("[1][0]") },
        new(nameof(IChatHub.History), scene.Direct, Map(("after", 0), ("limit", 10)))
        {
            Allowed = ["[1]: a map", .. Endpoints.Optional("after", "[1]"), .. Endpoints.Optional("limit", "[1]")],
        },
        new(nameof(IChatHub.Delivered), (object)List(Map(("conversationId", scene.Direct), ("seq", 1)))) { Allowed = ["[0]: a list"] },
        new(nameof(IChatHub.Read), scene.Direct, 1),
        new(nameof(IChatHub.Typing), scene.Direct),
        new(nameof(IChatHub.WatchPresence), (object)List(scene.Bob.Device.UserId)) { Allowed = ["[0]: a list"] },
        new(nameof(IChatHub.ReportState), "background"),
    ];

    /// <summary>One right call of each method about a conversation.</summary>
    public static HubCall[] About(string id) =>
    [
        new(nameof(IChatHub.Sync), Map(("heads", Map((id, 0))))),
        new(nameof(IChatHub.Send), id, List(Draft())),
        new(nameof(IChatHub.History), id, Map()),
        new(nameof(IChatHub.Delivered), (object)List(Map(("conversationId", id), ("seq", 1)))),
        new(nameof(IChatHub.Read), id, 1),
        new(nameof(IChatHub.Typing), id),
    ];

    /// <summary>Values just within and just beyond their bounds. No code: taken.</summary>
    public static IEnumerable<(string Method, object?[] Arguments, ErrorCode? Code)> Bounds(Scene scene) =>
    [
        (nameof(IChatHub.Sync), [Map(("heads", Heads(500)))], null),
        (nameof(IChatHub.Sync), [Map(("heads", Heads(501)))], ErrorCode.InvalidRange),
        (nameof(IChatHub.Sync), [Map(("heads", Map(("no such id!", 1))))], ErrorCode.InvalidId),
        (nameof(IChatHub.Sync), [Map(("heads", Map((scene.Direct, -1))))], ErrorCode.InvalidRange),
        (nameof(IChatHub.Sync), [Map(("heads", Map((scene.Direct, long.MaxValue))))], null),
        (nameof(IChatHub.Sync), [Map(("cursor", "c-1"))], ErrorCode.InvalidCursor),
        (nameof(IChatHub.Sync), [Map(("cursor", "c99999999999999999999"))], ErrorCode.InvalidCursor),
        (nameof(IChatHub.History), [scene.Direct, Map(("limit", 0))], ErrorCode.InvalidRange),
        (nameof(IChatHub.History), [scene.Direct, Map(("limit", 1))], null),
        (nameof(IChatHub.History), [scene.Direct, Map(("limit", 200))], null),
        (nameof(IChatHub.History), [scene.Direct, Map(("limit", 201))], ErrorCode.InvalidRange),
        (nameof(IChatHub.History), [scene.Direct, Map(("limit", int.MinValue))], ErrorCode.InvalidRange),
        (nameof(IChatHub.History), [scene.Direct, Map(("after", 0), ("before", 10))], ErrorCode.InvalidRange),
        (nameof(IChatHub.History), [scene.Direct, Map(("after", -1))], ErrorCode.InvalidRange),
        (nameof(IChatHub.History), [scene.Direct, Map(("before", -1))], ErrorCode.InvalidRange),
        (nameof(IChatHub.History), [scene.Direct, Map(("before", 0))], null),
        (nameof(IChatHub.History), [scene.Direct, Map(("after", (1L << 53) - 1))], null),
        (nameof(IChatHub.History), [scene.Direct, Map(("before", (1L << 53) - 1))], null),
        (nameof(IChatHub.History), ["d:b:a", Map()], ErrorCode.InvalidId),
        (nameof(IChatHub.History), [$"g:{new string('x', 65)}", Map()], ErrorCode.InvalidId),
        (nameof(IChatHub.Delivered), [Positions(scene, 500)], null),
        (nameof(IChatHub.Delivered), [Positions(scene, 501)], ErrorCode.InvalidRange),
        (nameof(IChatHub.Delivered), [List(Map(("conversationId", scene.Direct), ("seq", long.MaxValue)))], null),
        (nameof(IChatHub.Read), [scene.Direct, 0], null),
        (nameof(IChatHub.Read), [scene.Direct, -1], ErrorCode.InvalidRange),
        (nameof(IChatHub.Read), [scene.Direct, long.MinValue], ErrorCode.InvalidRange),
        (nameof(IChatHub.WatchPresence), [People(200)], null),
        (nameof(IChatHub.WatchPresence), [People(201)], ErrorCode.TooManyWatched),
        (nameof(IChatHub.WatchPresence), [List("no such id!")], ErrorCode.InvalidId),
        (nameof(IChatHub.WatchPresence), [List(scene.Ann.UserId, null)], ErrorCode.InvalidId),
        (nameof(IChatHub.WatchPresence), [null], ErrorCode.MalformedRequest),
        (nameof(IChatHub.WatchPresence), [List()], null),
        (nameof(IChatHub.ReportState), ["foreground"], null),
        (nameof(IChatHub.ReportState), ["background"], null),
        (nameof(IChatHub.ReportState), ["Background"], ErrorCode.MalformedRequest),
        (nameof(IChatHub.ReportState), [""], ErrorCode.MalformedRequest),
    ];

    private static Dictionary<string, object?> Heads(int count) => Map([.. Enumerable.Range(0, count).Select(i => ($"g:group{i}", (object?)0))]);

    private static object?[] People(int count) => [.. Enumerable.Range(0, count).Select(i => $"user{i}")];

    private static object?[] Positions(Scene scene, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => (object?)Map(("conversationId", scene.Direct), ("seq", 1)))];
}
