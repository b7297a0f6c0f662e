using System.Text.RegularExpressions;
using ImOrleans.Protocol.Errors;
using ImOrleans.Protocol.Push;

namespace ImOrleans.Grains.Push;

/// <summary>The rules for tokens and settings from outside.</summary>
internal static partial class PushRules
{
    private const int LongestToken = 4_096;

    /// <exception cref="ImException">
    /// <see cref="ErrorCode.PushNotConfigured"/>, <see cref="ErrorCode.InvalidPushToken"/>, <see cref="ErrorCode.InvalidPushSettings"/>.
    /// </exception>
    public static void Ensure(PushTokenRequest request, IPushSender? sender)
    {
        if (sender is null)
        {
            throw new ImException(ErrorCode.PushNotConfigured, "This server is not configured for this push provider.");
        }

        if (request.Token.Length is 0 or > LongestToken || request.Token.Any(char.IsControl))
        {
            throw Invalid($"A token is 1 to {LongestToken} characters without control characters.");
        }

        if (sender.FindFault(request.Token) is { } fault)
        {
            throw Invalid(fault);
        }

        if (!ResourceName().IsMatch(request.Sound ?? "default") || !ResourceName().IsMatch(request.Channel ?? "default"))
        {
            throw Invalid("A sound and a channel are 1 to 64 of the letters A-Z and a-z, digits, dot, underscore and hyphen.");
        }

        EnsureLanguage(request.Language);
    }

    /// <exception cref="ImException"><see cref="ErrorCode.InvalidPushSettings"/>.</exception>
    public static void Ensure(PushSettings settings)
    {
        EnsureLanguage(settings.Language);
        if (settings.DoNotDisturb is not { } hours)
        {
            return;
        }

        if (QuietHours.Parse(hours.From) is null || QuietHours.Parse(hours.To) is null)
        {
            throw InvalidSettings("from and to are times of a day from 00:00 to 23:59.");
        }

        if (!ZoneName().IsMatch(hours.TimeZone) || !TimeZoneInfo.TryFindSystemTimeZoneById(hours.TimeZone, out _))
        {
            throw InvalidSettings("timeZone is a name of the IANA time zone database, as Europe/Berlin.");
        }

        if (hours.Days is { } days && (days.Length is 0 or > 7 || !Array.TrueForAll(days, QuietHours.IsDay)))
        {
            throw InvalidSettings("days are 1 to 7 of mon, tue, wed, thu, fri, sat, sun.");
        }
    }

    private static void EnsureLanguage(string? language)
    {
        if (language is not null && !LanguageTag().IsMatch(language))
        {
            throw InvalidSettings("A language is a tag as en or zh-CN, at most 35 characters.");
        }
    }

    private static ImException Invalid(string fault) => new(ErrorCode.InvalidPushToken, fault);

    private static ImException InvalidSettings(string fault) => new(ErrorCode.InvalidPushSettings, fault);

    [GeneratedRegex(@"\A[A-Za-z0-9._-]{1,64}\z")]
    private static partial Regex ResourceName();

    [GeneratedRegex(@"\A(?=.{2,35}\z)[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*\z")]
    private static partial Regex LanguageTag();

    /// <summary>Such a name is a path below the machine's time zones, so it must not lead elsewhere.</summary>
    [GeneratedRegex(@"\A(?=.{1,64}\z)[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+){0,2}\z")]
    private static partial Regex ZoneName();
}
