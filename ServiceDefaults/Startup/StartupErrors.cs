using System.Data.Common;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace ImOrleans.ServiceDefaults.Startup;

/// <summary>
/// Turns what an operator can put right into one line on stderr and exit code 1. Everything else keeps its stack trace: it is a bug, and the
/// trace is what its report needs.
/// </summary>
internal static partial class StartupErrors
{
    /// <returns>The exit code: what was run says, or 1.</returns>
    public static async Task<int> RunAsync(Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (Exception e) when (Explain(e) is { } sentence)
        {
            await Console.Error.WriteLineAsync(sentence);
            return 1;
        }
    }

    /// <returns>Null when it is nothing that a setting can cure.</returns>
    public static string? Explain(Exception exception) => exception switch
    {
        OptionsValidationException e => string.Join(Environment.NewLine, e.Failures),
        StartupException or OrleansConfigurationException => exception.Message,
        InvalidOperationException e when UnreadableSetting().Match(e.Message) is { Success: true } match =>
            $"{match.Groups["key"].Value} is '{match.Groups["value"].Value}'; it must be a {match.Groups["type"].Value}.",
        InvalidDataException { InnerException: { } cause } => $"{exception.Message} {cause.Message}",
        IOException { InnerException: AddressInUseException } e => $"{e.Message} Choose another address with --urls.",
        InvalidOperationException e when e.Message.StartsWith("Unable to configure HTTPS endpoint", StringComparison.Ordinal) =>
            "An address of urls begins with https, but there is no certificate: set Kestrel:Certificates:Default:Path.",
        FormatException e when e.Message.StartsWith("Invalid url", StringComparison.Ordinal) => $"urls: {e.Message}",
        DbException e => $"A store failed at the start: {e.Message}",
        AggregateException e when e.InnerExceptions.All(inner => Explain(inner) is not null) =>
            string.Join(Environment.NewLine, e.InnerExceptions.Select(Explain).Distinct()),
        _ => null,
    };

    [GeneratedRegex("^Failed to convert configuration value '(?<value>.*)' at '(?<key>.*)' to type '(System\\.)?(?<type>.*)'", RegexOptions.Singleline)]
    private static partial Regex UnreadableSetting();
}
