using ImOrleans.Gateway;
using ImOrleans.ServiceDefaults.Clustering;
using ImOrleans.ServiceDefaults.Startup;

// The gateway in a process of its own. In one-process mode the silo hosts it in the same way.
return await StartupErrors.RunAsync(async () =>
{
    WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
    builder.AddClusterClient();
    builder.AddGateway();

    WebApplication app = builder.Build();
    app.UseGateway();
    app.MapGateway();
    await app.RunAsync();
    return 0;
});
