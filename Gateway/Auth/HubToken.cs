namespace ImOrleans.Gateway.Auth;

/// <summary>
/// The token of a client that cannot set headers, as a browser's WebSocket: among the subprotocols that it asks for, which is a header that no
/// access log prints, or in the address, which many do.
/// </summary>
internal static class HubToken
{
    private const string Prefix = "im.bearer.";

    /// <summary>Asked for beside the token: a browser wants one to be chosen, and the token must not come back.</summary>
    private const string Subprotocol = "im";

    /// <returns>Null when there is none in either place.</returns>
    public static string? Find(HttpContext context) =>
        context.WebSockets.WebSocketRequestedProtocols.FirstOrDefault(IsToken)?[Prefix.Length..]
        ?? (context.Request.Query["access_token"] is [{ Length: > 0 } token] ? token : null);

    /// <summary>Null chooses none, which is what clients get that ask for none of ours.</summary>
    public static string? Choose(IList<string> asked) => asked.Contains(Subprotocol) ? Subprotocol : null;

    private static bool IsToken(string asked) => asked.StartsWith(Prefix, StringComparison.Ordinal);
}
