using System.Diagnostics;

namespace ImOrleans.Engines;

/// <summary>The programs of PostgreSQL on this machine, and the user who may run them: they refuse root.</summary>
/// <param name="Folder">Where they are.</param>
/// <param name="Prefix">The words before a command that keep it from running as root; empty if the tests do not run as root.</param>
internal sealed record PostgresPrograms(string Folder, string Prefix)
{
    private const string User = "postgres";

    /// <exception cref="InvalidOperationException">They are not installed.</exception>
    public static PostgresPrograms Find()
    {
        string[] versions = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql") : [];
        string folder = versions.OrderByDescending(version => int.TryParse(Path.GetFileName(version), out int number) ? number : 0)
            .Select(version => Path.Combine(version, "bin"))
            .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
            .FirstOrDefault(bin => File.Exists(Path.Combine(bin, "initdb")) && File.Exists(Path.Combine(bin, "postgres")))
            ?? throw new InvalidOperationException("PostgreSQL is not installed: initdb was not found. Run 'apt-get install postgresql'.");
        return new PostgresPrograms(
            folder, Environment.IsPrivilegedProcess ? $"setpriv --reuid={User} --regid={User} --clear-groups" : "");
    }

    /// <summary>Gives a folder to the user who runs the server.</summary>
    public Task OwnAsync(string folder) => Prefix.Length == 0 ? Task.CompletedTask : RunAsync(["chown", "-R", $"{User}:", folder]);

    /// <exception cref="InvalidOperationException">The program fails. The message is what it said.</exception>
    public Task RunAsync(string program, params string[] arguments) =>
        RunAsync([.. Prefix.Split(' ', StringSplitOptions.RemoveEmptyEntries), Path.Combine(Folder, program), .. arguments]);

    private static async Task RunAsync(string[] command)
    {
        using Process process = Process.Start(
            new ProcessStartInfo(command[0], command[1..]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"'{string.Join(' ', command)}' failed: {await errors}{output}");
        }
    }
}
