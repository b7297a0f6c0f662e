namespace ImOrleans.Gateway.Operators;

/// <summary>
/// The one cookie of the product: a page that a browser navigates to cannot be given a bearer token. No script reads it, no other site makes a
/// browser send it, and it opens the operators' pages only.
/// </summary>
internal static class OperatorCookie
{
    public const string Scheme = "OperatorCookie";

    private const string PlainName = "im-operator";

    /// <summary>
    /// Browsers take a cookie with this prefix only over HTTPS, for this host and all of its paths (RFC 6265bis, 4.1.3.2): neither a sibling host nor
    /// a page over plain HTTP can put another one in its place.
    /// </summary>
    private const string HostName = "__Host-im-operator";

    public static string? Read(HttpRequest request) => request.Cookies[NameFor(request)] is { Length: > 0 } token ? token : null;

    public static void Write(HttpContext context, string token, TimeSpan lifetime)
    {
        CookieOptions cookie = Describe(context);
        cookie.MaxAge = lifetime;
        context.Response.Cookies.Append(NameFor(context.Request), token, cookie);
    }

    public static void Delete(HttpContext context) => context.Response.Cookies.Delete(NameFor(context.Request), Describe(context));

    private static string NameFor(HttpRequest request) => request.IsHttps ? HostName : PlainName;

    private static CookieOptions Describe(HttpContext context) =>
        new() { HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = context.Request.IsHttps, IsEssential = true, Path = "/" };
}
