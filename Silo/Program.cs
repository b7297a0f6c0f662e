using ImOrleans.Gateway;
using ImOrleans.Gateway.Hosting;
using ImOrleans.Grains.Hosting;
using ImOrleans.Silo.Hosting;

return await StartupErrors.RunAsync(() => args switch
{
    ["check", .. var settings] => Task.FromResult(SettingsCheck.Run(Compose(settings))),
    ["keys", "rotate", .. var settings] => Task.FromResult(KeyRotation.Run(Compose(settings))),
    [] or [['-', ..], ..] => ServeAsync(Compose(args)),
    _ => throw new StartupException($"'{string.Join(' ', args)}' is no command. Without one the server runs; others: check, keys rotate."),
});

// One process: silo, gateway and page. The same parts run apart as a cluster.
static WebApplication Compose(string[] settings)
{
    WebApplicationBuilder builder = WebApplication.CreateBuilder(settings);
    builder.UseOrleans(silo => silo
        .AddClustering(builder.Configuration)
        .AddStorage()
        .AddStreams()
        .AddImGrains());
    builder.AddGateway(); // After the silo: it starts later and stops earlier.
    return builder.Build();
}

static async Task<int> ServeAsync(WebApplication app)
{
    app.EnsurePortsAreFree();
    app.UseGateway();
    app.MapGateway();
    app.AnnounceWhenReady();
    await app.RunAsync();
    return 0;
}
