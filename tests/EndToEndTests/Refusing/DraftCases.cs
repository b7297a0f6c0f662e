using ImOrleans.Protocol.Limits;
using static ImOrleans.EndToEndTests.Refusing.Tree;

namespace ImOrleans.EndToEndTests.Refusing;

/// <summary>Drafts just within and just beyond what may be sent. No code: taken.</summary>
public static class DraftCases
{
    private const int MostBytes = ProtocolLimits.MessageBytes;

    public static IEnumerable<(object?[] Drafts, ErrorCode? Code)> All =>
    [
        (Repeat(32), null),
        (Repeat(33), ErrorCode.InvalidDraft),
        ([], ErrorCode.InvalidDraft),
        ([null], ErrorCode.InvalidDraft),
        ([Draft(new string('x', MostBytes))], null),
        ([Draft(new string('x', MostBytes + 1))], ErrorCode.MessageTooLarge),
        ([Draft(new string('é', MostBytes / 2))], null),
        ([Draft(new string('é', MostBytes / 2) + "x")], ErrorCode.MessageTooLarge),
        (Repeat(12, MostBytes), null),
        ([.. Repeat(12, MostBytes), Draft("x")], ErrorCode.MessageTooLarge),
        ([Draft(clientMessageId: new string('i', 64))], null),
        ([Draft(clientMessageId: new string('j', 65))], ErrorCode.InvalidDraft),
        ([Draft(clientMessageId: "")], ErrorCode.InvalidDraft),
        ([Draft(kind: "image")], ErrorCode.UnknownKind),
        ([Draft(kind: "TEXT")], ErrorCode.UnknownKind),
        ([Draft(kind: "notice")], ErrorCode.UnknownKind),
        ([Notice()], ErrorCode.UnknownKind),
        ([With("replyTo", 1L << 53)], ErrorCode.InvalidDraft),
        ([With("replyTo", 0)], ErrorCode.InvalidDraft),
        ([With("mentions", Mentions(50))], null),
        ([With("mentions", Mentions(51))], ErrorCode.InvalidDraft),
        ([With("mentions", List("no such id!"))], ErrorCode.InvalidDraft),
        ([With("mentions", new object?[] { null })], ErrorCode.InvalidDraft),
        ([With("content", Map(("text", "hello"), ("event", "removed")))], ErrorCode.InvalidDraft),
        ([With("seq", 1000), With("senderId", "server"), With("sentAt", "1970-01-01T00:00:00.000Z")], null),
    ];

    private static object?[] Repeat(int count, int length = 1) => [.. Enumerable.Range(0, count).Select(_ => Draft(new string('x', length)))];

    private static object?[] Mentions(int count) => [.. Enumerable.Range(0, count).Select(i => $"user{i}")];

    private static Dictionary<string, object?> With(string name, object? value) => new(Draft()) { [name] = value };

    private static Dictionary<string, object?> Notice() =>
        new(Draft(kind: "notice")) { ["content"] = Map(("event", "removed"), ("userIds", List("somebody"))) };
}
