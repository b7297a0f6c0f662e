using ImOrleans.EndToEndTests.People;

namespace ImOrleans.EndToEndTests.Operating;

/// <summary>The headers that a browser gets, beside the answer itself.</summary>
public sealed record Reply(Answer Answer, string? Location, string? SetCookie, string ContentPolicy, string? CacheControl)
{
    /// <summary>The value of the cookie that was set; null when none was, empty when it was taken away.</summary>
    public string? Cookie => SetCookie?.Split(';')[0].Split('=', 2)[1];
}
