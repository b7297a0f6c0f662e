using ImOrleans.ServiceDefaults.Logging;
using Microsoft.Extensions.Logging;

namespace ImOrleans.Push.Sending;

/// <summary>Logs an outage of a provider: its begin, then every half a minute, and its end.</summary>
/// <param name="name">Of the HTTP client.</param>
internal sealed partial class BreakerLog(string name, ILogger<BreakerLog> logger, TimeProvider time)
{
    private readonly RepeatedFailures failures = new(time);

    public ValueTask OpenedAsync(TimeSpan pause)
    {
        if (failures.Add() > 0)
        {
            LogOpened(name, pause);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask ClosedAsync()
    {
        if (failures.End(out _))
        {
            LogClosed(name);
        }

        return ValueTask.CompletedTask;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "The push provider of {Client} fails or does not answer; its notifications wait. One of them tries it every {Pause}.")]
    private partial void LogOpened(string client, TimeSpan pause);

    [LoggerMessage(Level = LogLevel.Information, Message = "The push provider of {Client} answers again; its notifications are sent.")]
    private partial void LogClosed(string client);
}
