using System.Globalization;

namespace ImOrleans.Push.WebPush;

/// <summary>
/// Which requests share a circuit breaker. The services of the browsers have one each. All other hosts, which a client can invent, share a
/// few:
/// their failures stop none of the former.
/// </summary>
internal static class PushServices
{
    private const int Others = 16;
    private static readonly string[] OfBrowsers =
        ["fcm.googleapis.com", "push.services.mozilla.com", "push.apple.com", "notify.windows.com"];

    public static string KeyOf(HttpRequestMessage request)
    {
        string host = request.RequestUri!.IdnHost;
        return Array.Find(OfBrowsers, known => host == known || host.EndsWith($".{known}", StringComparison.Ordinal))
            ?? string.Create(CultureInfo.InvariantCulture, $"other-{(uint)host.GetHashCode(StringComparison.Ordinal) % Others}");
    }
}
