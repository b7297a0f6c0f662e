namespace ImOrleans.Gateway.Operators;

/// <summary>
/// The one cookie of the product: a page that a browser navigates to cannot be given a bearer token. No script reads it, no other site makes a
/// browser send it, and it opens the operators' pages only.
/// </summary>
internal static class OperatorCookie
{
    public const string Scheme = "OperatorCookie";

    private const string Name = "im-operator";

    public static string? Read(HttpRequest request) => request.Cookies[Name] is { Length: > 0 } token ? token : null;

    public static void Write(HttpContext context, string token, TimeSpan lifetime)
    {
        CookieOptions cookie = Describe(context);
        cookie.MaxAge = lifetime;
        context.Response.Cookies.Append(Name, token, cookie);
    }

    public static void Delete(HttpContext context) => context.Response.Cookies.Delete(Name, Describe(context));

    private static CookieOptions Describe(HttpContext context) =>
        new() { HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = context.Request.IsHttps, IsEssential = true, Path = "/" };
}
