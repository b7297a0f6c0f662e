using Microsoft.Extensions.Configuration.Memory;

namespace ImOrleans.Gateway.Hosting;

/// <summary>What holds unless an operator says otherwise: these come before every other source of configuration.</summary>
internal static class GatewayDefaults
{
    private const string Url = "http://localhost:5080";

    public static void AddGatewayDefaults(this IConfigurationManager configuration)
    {
        Dictionary<string, string?> defaults = new()
        {
            // It prints the address of each request, and with it the access_token of a hub connection.
            ["Logging:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics"] = "Warning",
            ["Logging:LogLevel:Microsoft"] = "Warning",

            // With no silo in reach it prints a trace for each request, which RefusalHandler tells in one line.
            ["Logging:LogLevel:Microsoft.AspNetCore.Authentication.JwtBearer.JwtBearerHandler"] = "Critical",

            // Pages of settings at each start; and keys for cookies of a kind that nobody here is given.
            ["Logging:LogLevel:Orleans"] = "Warning",

            // Advice on garbage collection, and at each start an alarm that counts from the start of the machine.
            ["Logging:LogLevel:Orleans.Runtime.Silo"] = "Error",
            ["Logging:LogLevel:Orleans.Runtime.Watchdog"] = "Error",
            ["Logging:LogLevel:Microsoft.AspNetCore.DataProtection"] = "Error",

            // A line for each placement of a grain, and a stack trace for each retry of one.
            ["Logging:LogLevel:Polly"] = "Error",

            // The same for each call that finds no silo while the last one stops. Whoever called is told, and says what matters of it.
            ["Logging:LogLevel:Orleans.Messaging"] = "Critical",

            // A start that fails is told once, by whoever caught it (see StartupErrors), or by the runtime with its trace.
            ["Logging:LogLevel:Microsoft.Extensions.Hosting.Internal.Host"] = "Critical",
        };
        string[] otherWays = ["urls", "http_ports", "https_ports"];
        if (otherWays.All(key => configuration[key] is null) && !configuration.GetSection("Kestrel:Endpoints").Exists())
        {
            defaults["urls"] = Url;
        }

        configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = defaults });
    }
}
