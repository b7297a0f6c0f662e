using ImOrleans.FaultySilo;
using ImOrleans.Gateway;
using ImOrleans.Gateway.Hosting;
using ImOrleans.Grains.Hosting;
using ImOrleans.Silo.Hosting;

// The silo as it is shipped, with a bug from outside: what Silo/Program.cs composes, and something around it that breaks one promise.
return await StartupErrors.RunAsync(async () =>
{
    WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
    builder.UseOrleans(silo => silo
        .AddClustering(builder.Configuration)
        .AddStorage()
        .AddStreams()
        .AddImGrains()
        .AddFault(Environment.GetEnvironmentVariable("IM_FAULT") ?? Fault.None));
    builder.AddGateway();

    WebApplication app = builder.Build();
    app.EnsurePortsAreFree();
    app.UseGateway();
    app.MapGateway();
    app.AnnounceWhenReady();
    await app.RunAsync();
    return 0;
});
