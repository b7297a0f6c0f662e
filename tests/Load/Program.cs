using System.ComponentModel.DataAnnotations;
using ImOrleans.Load;
using ImOrleans.Load.Baseline;

try
{
    return args switch
    {
        ["run", .. var options] => await LoadRun.RunAsync(RunOptions.Parse(options)),
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
