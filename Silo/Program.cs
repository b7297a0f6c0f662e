using ImOrleans.Gateway;
using ImOrleans.Gateway.Hosting;
using ImOrleans.Grains.Hosting;
using ImOrleans.Silo.Hosting;

// One process: silo, gateway and page. The same parts run apart as a cluster.
return await StartupErrors.RunAsync(async () =>
{
    WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
    builder.UseOrleans(silo => silo
        .AddClustering(builder.Configuration)
        .AddStorage()
        .AddStreams()
        .AddImGrains());
    builder.AddGateway(); // After the silo: it starts later and stops earlier.

    WebApplication app = builder.Build();
    app.EnsurePortsAreFree();
    app.UseGateway();
    app.MapGateway();
    app.AnnounceWhenReady();
    await app.RunAsync();
});
