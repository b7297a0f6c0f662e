using ImOrleans.Load;
using ImOrleans.Load.Baseline;

return args switch
{
    ["run", .. var options] => await LoadRun.RunAsync(RunOptions.Parse(options)),
    ["baseline", .. var options] => await BaselineServer.RunAsync(options),
    _ => RunOptions.Explain(),
};
