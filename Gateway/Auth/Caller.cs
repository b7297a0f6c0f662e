using System.Security.Claims;
using ImOrleans.Protocol.Accounts;
using ImOrleans.Protocol.Errors;

namespace ImOrleans.Gateway.Auth;

/// <summary>The caller, from the access token.</summary>
internal sealed record Caller(string UserId, string DeviceId, string SessionId, string Platform = DevicePlatform.Other)
{
    public const string UserClaim = "sub";
    public const string DeviceClaim = "did";
    public const string SessionClaim = "sid";
    public const string PlatformClaim = "plt";

    /// <returns>Null when a claim is missing.</returns>
    public static Caller? Find(ClaimsPrincipal? principal) =>
        (principal?.FindFirstValue(UserClaim), principal?.FindFirstValue(DeviceClaim), principal?.FindFirstValue(SessionClaim)) is
            ({ } userId, { } deviceId, { } sessionId)
            ? new Caller(userId, deviceId, sessionId, principal?.FindFirstValue(PlatformClaim) ?? DevicePlatform.Other)
            : null;

    /// <exception cref="ImException"><see cref="ErrorCode.InvalidToken"/>.</exception>
    public static Caller Of(ClaimsPrincipal? principal) =>
        Find(principal) ?? throw new ImException(ErrorCode.InvalidToken, "Sign in first.");

    /// <summary>Lets a route's method ask for its caller by type.</summary>
    public static ValueTask<Caller> BindAsync(HttpContext context) => ValueTask.FromResult(Of(context.User));
}
