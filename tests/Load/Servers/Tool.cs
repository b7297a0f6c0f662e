using System.Diagnostics;

namespace ImOrleans.Load.Servers;

/// <summary>Programs of the system.</summary>
internal static class Tool
{
    /// <exception cref="InvalidOperationException">It ended with another code than 0.</exception>
    public static async Task RunAsync(string program, params string[] arguments)
    {
        using Process tool = Process.Start(program, arguments);
        await tool.WaitForExitAsync();
        if (tool.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {tool.ExitCode}.");
        }
    }
}
