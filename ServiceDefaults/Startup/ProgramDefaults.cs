using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;

namespace ImOrleans.ServiceDefaults.Startup;

/// <summary>The settings of every program that an operator has not set. They come before every other source of configuration.</summary>
internal static class ProgramDefaults
{
    /// <param name="url">The address to listen on when no setting names one.</param>
    public static void AddProgramDefaults(this IConfigurationManager configuration, string url)
    {
        Dictionary<string, string?> defaults = new()
        {
            // It prints the address of each request, and with it the access_token of a hub connection.
            ["Logging:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics"] = "Warning",
            ["Logging:LogLevel:Microsoft"] = "Warning",

            // When no silo answers, it prints a trace for each request. RefusalHandler logs one line instead.
            ["Logging:LogLevel:Microsoft.AspNetCore.Authentication.JwtBearer.JwtBearerHandler"] = "Critical",

            // It prints pages of settings at each start.
            ["Logging:LogLevel:Orleans"] = "Warning",

            // Advice on garbage collection, and an alarm at each start that counts from the start of the machine.
            ["Logging:LogLevel:Orleans.Runtime.Silo"] = "Error",
            ["Logging:LogLevel:Orleans.Runtime.Watchdog"] = "Error",

            // Keys for a kind of cookie that this server does not issue.
            ["Logging:LogLevel:Microsoft.AspNetCore.DataProtection"] = "Error",

            // A line for each placement of a grain, and a stack trace for each retry of one.
            ["Logging:LogLevel:Polly"] = "Error",

            // The same for each call that finds no silo while the last one stops. The caller gets the error and logs what matters.
            ["Logging:LogLevel:Orleans.Messaging"] = "Critical",

            // A stack trace for each state that a server in trouble does not take. The store logs the outage once.
            ["Logging:LogLevel:Orleans.Storage.AdoNetGrainStorage"] = "Critical",
            ["Logging:LogLevel:Orleans.Storage.AzureBlobGrainStorage"] = "Critical",
            ["Logging:LogLevel:Orleans.Storage.AzureTableGrainStorage"] = "Critical",

            // A stack trace for each try to read a partition of a hub that is away. EventHubsReader logs the outage once.
            ["Logging:LogLevel:Orleans.Streaming.EventHubs"] = "Critical",

            // A stack trace for each handshake that fails. ClusterTls logs their number.
            ["Logging:LogLevel:Orleans.Connections.Security"] = "Critical",

            // StartupErrors prints a failed start once; the runtime prints the trace of a bug.
            ["Logging:LogLevel:Microsoft.Extensions.Hosting.Internal.Host"] = "Critical",
            ["Logging:LogLevel:Orleans.Runtime.SiloLifecycleSubject"] = "Critical",
        };
        string[] otherWays = ["urls", "http_ports", "https_ports"];
        if (otherWays.All(key => configuration[key] is null) && !configuration.GetSection("Kestrel:Endpoints").Exists())
        {
            defaults["urls"] = url;
        }

        configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = defaults });
    }
}
