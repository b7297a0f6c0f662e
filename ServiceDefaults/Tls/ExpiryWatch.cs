using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ImOrleans.ServiceDefaults.Tls;

/// <summary>Warns before the certificate of this process expires. Open connections go on after that, and no new one is possible.</summary>
internal sealed partial class ExpiryWatch(
    ClusterTls tls, IOptions<ClusterTlsOptions> options, TimeProvider time, ILogger<ExpiryWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromDays(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer days = new(Period, time);
        do
        {
            DateTime expiresAt = tls.Current().ExpiresAt;
            if (expiresAt - time.GetUtcNow().UtcDateTime < options.Value.ExpiryWarning)
            {
                LogExpiring(expiresAt);
            }
        }
        while (await days.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(
        LogLevel.Warning,
        "The certificate of this process expires on {ExpiresAt:u}. After that it can neither call nor be called. Replace the files of "
            + "Im:Cluster:Tls; the process reads them without a restart.")]
    private partial void LogExpiring(DateTime expiresAt);
}
