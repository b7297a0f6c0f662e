using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using ImOrleans.Protocol.Errors;
using Microsoft.AspNetCore.SignalR;
using ErrorCode = ImOrleans.Protocol.Errors.ErrorCode;

namespace ImOrleans.Load.Checking.Devices;

/// <summary>The meaning of a hub error for the caller.</summary>
internal static partial class Refusals
{
    /// <summary>The number of a refusal that no repetition changes; null when the outcome is unknown or the time was wrong.</summary>
    public static int? Final(Exception failure) => CodeOf(failure) is { } code && !code.Class().CanSucceedLater() ? (int)code : null;

    public static bool IsNotAMember(Exception failure) => CodeOf(failure) == ErrorCode.NotAMember;

    public static bool IsAboutTheToken(Exception failure) =>
        CodeOf(failure) is ErrorCode.InvalidToken or ErrorCode.SessionEnded or ErrorCode.RefreshTokenReused
        || failure.Message.Contains("401", StringComparison.Ordinal);

    /// <summary>
    /// The server answered, but not with a refusal of its own: over REST with 500, on the hub with SignalR's sentence for a bug.
    /// </summary>
    public static bool HasNoNumber(Exception failure) => failure switch
    {
        HubException => CodeOf(failure) is null && failure.Message.StartsWith("An unexpected error", StringComparison.Ordinal),
        HttpRequestException answer => answer.StatusCode == HttpStatusCode.InternalServerError,
        _ => false,
    };

    private static ErrorCode? CodeOf(Exception failure) => failure is HubException && Number().Match(failure.Message) is { Success: true } match
        ? (ErrorCode)int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture)
        : null;

    [GeneratedRegex(@"(?:^|HubException: )(\d{4}) ")]
    private static partial Regex Number();
}
