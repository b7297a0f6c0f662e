using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.SignalR;

namespace ImOrleans.Load.Checking.Devices;

/// <summary>What an error of the hub means for the caller.</summary>
internal static partial class Refusals
{
    private const int FirstRetryable = 1_800;
    private const int NotAMember = 1_001;

    /// <summary>The number of a refusal that no repetition changes; null when the outcome is unknown or the time was wrong.</summary>
    public static int? Final(Exception failure) => CodeOf(failure) is { } code && code < FirstRetryable ? code : null;

    public static bool IsNotAMember(Exception failure) => CodeOf(failure) == NotAMember;

    public static bool IsAboutTheToken(Exception failure) =>
        CodeOf(failure) is 1_105 or 1_106 or 1_107 || failure.Message.Contains("401", StringComparison.Ordinal);

    private static int? CodeOf(Exception failure) => failure is HubException && Number().Match(failure.Message) is { Success: true } match
        ? int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture)
        : null;

    [GeneratedRegex(@"(?:^|HubException: )(\d{4}) ")]
    private static partial Regex Number();
}
