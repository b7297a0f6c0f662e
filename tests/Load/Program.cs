using System.ComponentModel.DataAnnotations;
using ImOrleans.Load;
using ImOrleans.Load.Applications;
using ImOrleans.Load.Baseline;
using ImOrleans.Load.Checking;

try
{
    return args switch
    {
        ["run", .. var options] when CommandLine.AskForHelp(options) => CommandLine.Explain<RunOptions>("run"),
        ["check", .. var options] when CommandLine.AskForHelp(options) => CommandLine.Explain<CheckOptions>("check"),
        ["applications", .. var options] when CommandLine.AskForHelp(options) => CommandLine.Explain<ApplicationsOptions>("applications"),
        [.. var words] when CommandLine.AskForHelp(words) => RunOptions.Explain(exitCode: 0),
        ["run", .. var options] => await LoadRun.RunAsync(CommandLine.Parse<RunOptions>(options)),
        ["check", .. var options] => await CheckRun.RunAsync(CommandLine.Parse<CheckOptions>(options)),
        ["applications", .. var options] => await ApplicationsRun.RunAsync(CommandLine.Parse<ApplicationsOptions>(options)),
        ["application", .. var options] => await Application.RunAsync(CommandLine.Parse<ApplicationOptions>(options)),
        ["verify", var ledger] => CheckRun.Verify(ledger),
        ["store"] => await StoreRun.RunAsync(),
        ["pages"] => await PageRun.RunAsync(),
        ["baseline", .. var options] => await BaselineServer.RunAsync(options),
        _ => RunOptions.Explain(exitCode: 2),
    };
}
catch (Exception failure) when (failure is ValidationException or InvalidOperationException or HttpRequestException)
{
    Console.Error.WriteLine(failure.Message);
    return 2;
}
