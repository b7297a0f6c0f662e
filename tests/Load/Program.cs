using System.ComponentModel.DataAnnotations;
using ImOrleans.Load;
using ImOrleans.Load.Baseline;
using ImOrleans.Load.Checking;

try
{
    return args switch
    {
        ["run", .. var options] => await LoadRun.RunAsync(CommandLine.Parse<RunOptions>(options)),
        ["check", .. var options] => await CheckRun.RunAsync(CommandLine.Parse<CheckOptions>(options)),
        ["verify", var ledger] => CheckRun.Verify(ledger),
        ["store"] => await StoreRun.RunAsync(),
        ["baseline", .. var options] => await BaselineServer.RunAsync(options),
        _ => RunOptions.Explain(),
    };
}
catch (Exception failure) when (failure is ValidationException or InvalidOperationException or HttpRequestException)
{
    Console.Error.WriteLine(failure.Message);
    return 2;
}
