using System.Diagnostics;
using Xunit;

namespace ImOrleans.FaultTests.Catching;

/// <summary>The checker as users run it: a process, its exit code and its words.</summary>
public static class Checker
{
    private const string Small = "--messages 2000 --users 8 --directs 6 --groups 3";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);

    public static string FaultySilo { get; } = Built("FaultySilo", "ImOrleans.FaultySilo.dll");

    /// <summary>
    /// Against the server as it is shipped, or the faulty one when it is named. Repair may take twice the time that is promised, because the machine
    /// does other things, unless something else is said.
    /// </summary>
    public static Task<CheckOutcome> RunAsync(string options, params (string Name, string Value)[] environment) =>
        StartAsync($"check {Small} {(options.Contains("--repair", StringComparison.Ordinal) ? "" : "--repair 20")} {options}", environment);

    /// <summary>Programs on the SDK instead of devices that speak the bare protocol.</summary>
    public static Task<CheckOutcome> RunApplicationsAsync(string options) => StartAsync($"applications {options}", []);

    private static async Task<CheckOutcome> StartAsync(string verb, (string Name, string Value)[] environment)
    {
        string[] arguments = [Built("Load", "ImOrleans.Load.dll"), .. verb.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        ProcessStartInfo start = new(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        using CancellationTokenSource deadline = new(Patience);
        try
        {
            await process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"The checker was not done within {Patience}. It said:{Environment.NewLine}{await errors}{await output}");
        }

        return new CheckOutcome(process.ExitCode, $"{await errors}{await output}");
    }

    public static void AssertClean(CheckOutcome outcome) =>
        Assert.True(outcome.ExitCode == 0 && outcome.Output.Contains("promises were kept", StringComparison.Ordinal), outcome.Output);

    public static void AssertBroken(CheckOutcome outcome, string promise) =>
        Assert.True(outcome.Breaks(promise), outcome.Output);

    private static string Built(string project, string assembly)
    {
        DirectoryInfo here = new(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        return Path.Combine(here.Parent!.Parent!.FullName, project, here.Name, assembly);
    }
}
