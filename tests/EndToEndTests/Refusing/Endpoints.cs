using static ImOrleans.EndToEndTests.Refusing.Tree;

namespace ImOrleans.EndToEndTests.Refusing;

/// <summary>
/// Every endpoint of the product. Add a new one here with a valid request; the tests then try it with every invalid one.
/// </summary>
public static class Endpoints
{
    public static IEnumerable<Endpoint> Of(Scene scene) =>
    [
        new("GET", "/api/server") { IsOpen = true },
        new("POST", "/api/accounts")
        {
            IsOpen = true,
            Body = Map(("username", People.Person.Name()), ("password", People.Person.Password), ("displayName", "Sam")),
            Allowed = [.. Optional("displayName"), .. Named("displayName"), .. Named("password")],
        },
        // Not the password of the scene: a valid request would end the sessions of the scene.
        new("PUT", "/api/accounts/me/password") { Body = Map(("oldPassword", "not the password"), ("newPassword", "another battery")) },
        new("DELETE", "/api/accounts/me") { Body = Map(("password", "not the password")) },
        new("POST", "/api/sessions")
        {
            IsOpen = true,
            Body = Map(
                ("username", scene.AnnHerself.Username),
                ("password", People.Person.Password),
                ("device", Map(("deviceId", "device"), ("platform", "linux"), ("name", "laptop")))),
            Allowed =
            [
                .. Optional("deviceId", ".device"), .. Optional("name", ".device"),
                ".device.name: nothing", ".device.name: blanks", ".device.name: a bad id",
            ],
        },
        new("POST", "/api/sessions/refresh") { IsOpen = true, Body = Map(("refreshToken", "token")) },
        new("GET", "/api/sessions"),
        new("DELETE", "/api/sessions"),
        new("DELETE", "/api/sessions/{deviceId}"),
        new("GET", "/api/sessions/policy"),
        new("PUT", "/api/sessions/policy") { Body = Map(("policy", "all"), ("password", People.Person.Password)), Allowed = [.. Optional("policy")] },
        new("GET", "/api/users/me"),
        new("PATCH", "/api/users/me")
        {
            Body = Map(("displayName", "Ann"), ("avatarUrl", "https://example.org/ann.png")),
            Allowed = [": a map", .. Optional("displayName"), .. Named("displayName"), .. Optional("avatarUrl"), ".avatarUrl: nothing"],
        },
        new("GET", "/api/users/{id}"),
        new("GET", "/api/users"),
        new("POST", "/api/conversations/direct") { Body = Map(("userId", scene.Eve.UserId)) },
        new("GET", "/api/conversations"),
        new("GET", "/api/conversations/{id}/messages"),
        new("POST", "/api/conversations/{id}/messages")
        {
            Body = Map(("drafts", List(FullDraft(scene)))),
            Allowed = [.. DraftMayBe(".drafts[0]")],
        },
        new("POST", "/api/groups")
        {
            Body = Map(("name", "Group"), ("memberIds", List(scene.Eve.UserId))),
            Allowed = [.. Named("name"), ".memberIds: a list"],
        },
        new("GET", "/api/presence"),
        new("GET", "/api/presence/privacy"),
        new("PUT", "/api/presence/privacy")
        {
            Body = Map(("visibleTo", "everyone"), ("receipts", "everyone")),
            Allowed = [": a map", .. Optional("visibleTo"), .. Optional("receipts")],
        },
        new("PATCH", "/api/conversations/{id}")
        {
            Body = Map(("mutedUntil", "2100-01-01T00:00:00.000Z"), ("notify", "all")),
            Allowed = [": a map", .. Optional("mutedUntil"), .. Optional("notify")],
        },

        // The server of the tests has no provider: also a valid request is refused.
        new("PUT", "/api/push/token") { Body = Map(("provider", "fcm"), ("token", "token"), ("language", "en"), ("sound", "bell"), ("channel", "chat")) },
        new("DELETE", "/api/push/token"),
        new("GET", "/api/push/settings"),
        new("PUT", "/api/push/settings")
        {
            Body = Map(
                ("doNotDisturb", Map(("from", "22:00"), ("to", "07:00"), ("timeZone", "Europe/Berlin"), ("days", List("fri")))),
                ("hideText", true),
                ("language", "en")),
            Allowed = [": a map", .. Optional("doNotDisturb"), .. Optional("days", ".doNotDisturb"), .. Optional("hideText"), ".hideText: true", .. Optional("language")],
        },
        new("POST", "/api/push/opened") { Body = Map(("id", "0123456789abcdef0123456789abcdef")) },
        new("GET", "/api/groups/{id}"),
        new("GET", "/api/groups/{id}/members"),
        new("POST", "/api/groups/{id}/members") { Body = Map(("userIds", List(scene.Eve.UserId))) },
        new("DELETE", "/api/groups/{id}/members/{userId}"),
    ];

    public static Dictionary<string, object?> FullDraft(Scene scene)
    {
        Dictionary<string, object?> draft = Draft();
        (draft["replyTo"], draft["mentions"]) = (1, List(scene.Bob.Device.UserId));
        return draft;
    }

    public static string[] DraftMayBe(string path) =>
    [
        $"{path}.clientMessageId: a bad id", $"{path}.clientMessageId: blanks",
        $"{path}.content.text: a bad id", $"{path}.content.text: blanks", $"{path}.content.text: 10,000 characters", $"{path}.content.text: control characters",
        .. Optional("replyTo", path), .. Optional("mentions", path),
    ];

    public static string[] Optional(string name, string path = "") => [$"{path}.{name}: null", $"{path}.{name}: missing"];

    /// <summary>A text for people: "a bad id" is a valid one.</summary>
    private static string[] Named(string name) => [$".{name}: a bad id"];
}
