using System.Diagnostics;

namespace ImOrleans.EndToEndTests.Packing;

/// <summary>A program of the system that runs to its end.</summary>
internal static class Tool
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    /// <summary>Runs it in a folder and fails with everything that it printed unless it exits with 0.</summary>
    /// <returns>Its output and its errors.</returns>
    public static Task<string> RunAsync(string folder, string program, params string[] arguments) =>
        RunAsync(folder, program, null, arguments);

    /// <summary>The same, with programs found in <paramref name="path"/> only. Null: where this process finds them.</summary>
    public static async Task<string> RunAsync(string folder, string program, string? path, string[] arguments)
    {
        string command = $"{program} {string.Join(' ', arguments)}";
        ProcessStartInfo start = new(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // A build server that outlives the program would keep its pipes open.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        if (path is not null)
        {
            start.Environment["PATH"] = path;
        }

        using Process process = Process.Start(start)!;
        using CancellationTokenSource deadline = new(Patience);
        try
        {
            string[] printed = await Task.WhenAll(
                process.StandardOutput.ReadToEndAsync(deadline.Token), process.StandardError.ReadToEndAsync(deadline.Token));
            await process.WaitForExitAsync(deadline.Token);
            string everything = string.Concat(printed);
            return process.ExitCode == 0
                ? everything
                : throw new InvalidOperationException($"{command} exited with {process.ExitCode}. It printed:\n{everything}");
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{command} did not end within {Patience}.");
        }
    }
}
