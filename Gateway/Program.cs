using ImOrleans.Gateway;
using ImOrleans.ServiceDefaults.Clustering;
using ImOrleans.ServiceDefaults.Settings;
using ImOrleans.ServiceDefaults.Startup;
using ImOrleans.ServiceDefaults.Tls;

// The gateway in a process of its own. In one-process mode the silo hosts it in the same way.
return await StartupErrors.RunAsync(async () =>
{
    if (OptionNames.AskForHelp(args))
    {
        Console.WriteLine(
            """
            A gateway of ImOrleans in a process of its own: hub, REST and web page. It connects to silos.

            Usage: dotnet run --project Gateway [-- --name=value ...]
                   ImOrleans.Gateway [--name=value ...]

            Every setting can be given as --name=value, as an environment variable (Im__DataPath) or in appsettings.json.
            """);
        return 0;
    }

    WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
    builder.AddClusterClient();
    builder.AddGateway();
    builder.AddOwnProcess();

    WebApplication app = builder.Build().EnsureKnown(args, isWhole: false);
    app.EnsureCertificatesAreReadable();
    await app.Services.EnsureRequiredServersAsync();
    app.UseGateway();
    app.MapGateway();
    await app.RunUntilStoppedAsync();
    return 0;
});
