using System.Globalization;
using ImOrleans.Grains.Push;
using ImOrleans.Push;
using ImOrleans.ServiceDefaults.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ImOrleans.PushTests;

/// <summary>The providers as a silo has them, by settings.</summary>
internal sealed class Senders : IDisposable
{
    private readonly IHost host;
    private readonly RecordedLog log = new();

    /// <param name="time">Null for that of the system.</param>
    /// <param name="settings">
    /// Names below <c>Im</c>. They come after settings that make retries quick and allow servers on loopback.
    /// </param>
    public Senders(TimeProvider? time, params (string Name, object Value)[] settings)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new());
        Dictionary<string, string?> all = new()
        {
            ["Im:Push:Sending:RetryPause"] = "00:00:00.001",
            ["Im:Outbound:AllowedHosts:0"] = "127.0.0.0/8",
        };
        foreach ((string name, object value) in settings)
        {
            all[$"Im:{name}"] = Convert.ToString(value, CultureInfo.InvariantCulture);
        }

        builder.Configuration.AddInMemoryCollection(all);
        if (time is not null)
        {
            builder.Services.AddSingleton(time);
        }

        builder.Logging.AddProvider(log).SetMinimumLevel(LogLevel.Trace);
        builder.AddPushSenders();
        host = builder.Build();
    }

    /// <summary>Every line of the log so far.</summary>
    public IReadOnlyCollection<string> Log => log.Lines;

    public IPushSender[] All => [.. host.Services.GetServices<IPushSender>()];

    /// <summary>A sentence for each setting that does not hold.</summary>
    public string[] Faults =>
        [.. host.Services.GetServices<SettingsSection>().SelectMany(section => section.Check(host.Services)).Distinct()];

    public void Dispose()
    {
        host.Dispose();
        log.Dispose();
    }
}
