using ImOrleans.ServiceDefaults.Logging;
using Microsoft.Extensions.Logging;

namespace ImOrleans.Push.Sending;

/// <summary>Logs that a provider does not take the credentials of this server. No other log says why its notifications wait.</summary>
internal sealed partial class CredentialFaults(string section, ILogger<CredentialFaults> logger, TimeProvider time)
{
    private readonly RepeatedFailures failures = new(time);

    /// <param name="reason">The provider's code.</param>
    public void Add(string reason)
    {
        if (failures.Add() > 0)
        {
            LogRefused(section, reason);
        }
    }

    public void End() => failures.End(out _);

    [LoggerMessage(Level = LogLevel.Error, Message =
        "The push provider does not take the credentials of {Section} ({Reason}); its notifications wait. Correct the settings.")]
    private partial void LogRefused(string section, string reason);
}
