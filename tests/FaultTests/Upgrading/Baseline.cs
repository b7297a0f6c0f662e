using System.Diagnostics;
using ImOrleans.FaultTests.Upgrading;
using Xunit;

[assembly: AssemblyFixture(typeof(Baseline))]

namespace ImOrleans.FaultTests.Upgrading;

/// <summary>The older version that <c>tests/Compatibility</c> names and builds, once.</summary>
public sealed class Baseline
{
    private const int NoHistory = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);
    private readonly Lazy<Task<string>> folder = new(BuildAsync);

    public Task<string> FolderAsync() => folder.Value;

    /// <summary>The assembly of one of its programs.</summary>
    public async Task<string> ProgramAsync(string project) => $"{await FolderAsync()}/{project}/release/ImOrleans.{project}.dll";

    private static async Task<string> BuildAsync()
    {
        DirectoryInfo root = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "tests/Compatibility/build")))
        {
            root = root.Parent ?? throw new InvalidOperationException($"tests/Compatibility is not above {AppContext.BaseDirectory}.");
        }

        ProcessStartInfo start = new("bash", [Path.Combine(root.FullName, "tests/Compatibility/build")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process build = Process.Start(start)!;
        Task<string> output = build.StandardOutput.ReadToEndAsync();
        Task<string> errors = build.StandardError.ReadToEndAsync();
        await build.WaitForExitAsync().WaitAsync(Patience);
        Assert.SkipWhen(build.ExitCode == NoHistory, await errors);
        Assert.True(build.ExitCode == 0, $"The older version could not be built:{Environment.NewLine}{await errors}");
        return (await output).Trim();
    }
}
