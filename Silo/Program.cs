using ImOrleans.Gateway.Hosting;
using ImOrleans.ServiceDefaults.Settings;
using ImOrleans.ServiceDefaults.Startup;
using ImOrleans.Silo.Hosting;

return await StartupErrors.RunAsync(() => args switch
{
    ["check", .. var settings] => Task.FromResult(SettingsCheck.Run(OneProcess.Compose(settings))),
    ["keys", "rotate", .. var settings] => Task.FromResult(KeyRotation.Run(OneProcess.Compose(settings))),
    [] or [['-', ..], ..] => OneProcess.Compose(args).ServeAsync(),
    _ => throw new StartupException($"'{string.Join(' ', args)}' is no command. Without one the server runs; others: check, keys rotate."),
});
