using ImOrleans.Gateway.Hosting;
using ImOrleans.ServiceDefaults.Settings;
using ImOrleans.ServiceDefaults.Startup;
using ImOrleans.Silo.Hosting;
using ImOrleans.Silo.Operators;

return await StartupErrors.RunAsync(() => args switch
{
    _ when OptionNames.AskForHelp(args) => Usage.PrintAsync(),
    _ when AreSettings(args) => OneProcess.RunAsync(args),
    ["silo", .. var settings] when AreSettings(settings) => PureSilo.RunAsync(settings),
    ["check", .. var settings] when AreSettings(settings) => Task.FromResult(SettingsCheck.Run(OneProcess.Compose(settings))),
    ["keys", "rotate", .. var settings] when AreSettings(settings) => Task.FromResult(KeyRotation.Run(OneProcess.Compose(settings))),
    ["keys", "revoke", .. var settings] when AreSettings(settings) => Task.FromResult(KeyRevocation.Run(OneProcess.Compose(settings))),
    ["lineage", "renew", .. var settings] when AreSettings(settings) => LineageRenewal.RunAsync(OneProcess.Compose(settings)),
    ["cluster", "adopt", .. var settings] when AreSettings(settings) => ClusterAdoption.RunAsync(OneProcess.Compose(settings)),
    ["operator", "grant", [not '-', ..] userId, .. var settings] when AreSettings(settings) => OperatorCommands.GrantAsync(userId, settings),
    ["operator", "revoke", [not '-', ..] userId, .. var settings] when AreSettings(settings) => OperatorCommands.RevokeAsync(userId, settings),
    ["operator", "list", .. var settings] when AreSettings(settings) => OperatorCommands.ListAsync(settings),
    ["operator", ..] => throw new StartupException("Use operator grant <userId>, operator revoke <userId> or operator list. --help explains them."),
    _ => throw new StartupException(
        $"'{string.Join(' ', args.TakeWhile(word => !AreSettings([word])))}' is no command. Without one, silo and gateway run in this process; "
        + "the commands are silo, check, keys rotate, keys revoke, operator, lineage renew and cluster adopt. --help explains them."),
});

static bool AreSettings(string[] words) => words is [] or [['-', ..], ..];
