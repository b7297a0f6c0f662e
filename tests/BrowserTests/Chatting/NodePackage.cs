using System.Diagnostics;
using System.Text.RegularExpressions;
using ImOrleans.EndToEndTests.Running;
using Xunit;

namespace ImOrleans.BrowserTests.Chatting;

/// <summary>The npm package, packed and installed for an application in a folder of its own.</summary>
public sealed partial class NodePackage : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("imorleans-node-");

    /// <summary>The folder of the application.</summary>
    public string App => Path.Combine(folder.FullName, "app");

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(App);
        await File.WriteAllTextAsync(Path.Combine(App, "package.json"), """{ "type": "module", "private": true }""");
        await RunAsync("node", Path.Combine(WorkingCopy.Root, "Client/Npm/build.js"), "../package");
        await RunAsync("npm", "pack", "../package", "--loglevel=error");
        string packed = Assert.Single(Directory.GetFiles(App, "*.tgz"));
        await RunAsync("npm", "install", packed, "--offline", "--no-audit", "--no-fund", "--loglevel=error");
    }

    /// <summary>Writes the example of the package's README in this language to a file of the application.</summary>
    public async Task<string> TakeExampleAsync(string language, string file)
    {
        string readme = await File.ReadAllTextAsync(Path.Combine(WorkingCopy.Root, "Client/Npm/README.md"));
        string example = Example().Matches(readme).Single(match => match.Groups["language"].Value == language).Groups["text"].Value;
        await File.WriteAllTextAsync(Path.Combine(App, file), example);
        return example;
    }

    /// <summary>Starts a program of the application. Node 20 has WebSockets behind a flag, which newer ones accept.</summary>
    public Process Start(string file, params string[] arguments) => Process.Start(new ProcessStartInfo(
        "node", ["--experimental-websocket", "--no-warnings", file, .. arguments])
    {
        WorkingDirectory = App,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    public ValueTask DisposeAsync()
    {
        folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    [GeneratedRegex("```(?<language>\\w+)\\n(?<text>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();

    private async Task RunAsync(string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            WorkingDirectory = App,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        string[] printed = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        string command = $"{program} {string.Join(' ', arguments)}";
        Assert.True(process.ExitCode == 0, $"{command} exited with {process.ExitCode}: {string.Concat(printed)}");
    }
}
