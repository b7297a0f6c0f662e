using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using Xunit;

namespace ImOrleans.EndToEndTests.Operating;

/// <summary>The operator commands of the real program, with the settings of a server that runs or is stopped.</summary>
public static class OperatorCommand
{
    /// <exception cref="Xunit.Sdk.EqualException">The command failed.</exception>
    public static async Task GrantAsync(SiloProcess silo, Person person)
    {
        (int code, string printed) = await RunAsync(silo, "grant", person.UserId);
        Assert.True(code == 0, $"The grant failed: {printed}");
    }

    /// <returns>The exit code, and all that the command printed.</returns>
    public static async Task<(int Code, string Printed)> RunAsync(SiloProcess silo, params string[] words)
    {
        using SiloRun command = new(["operator", .. words, .. silo.Arguments], environment: silo.Variables);
        int code = await command.ExitAsync();
        return (code, command.Everything.Trim());
    }
}
