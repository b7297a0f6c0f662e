using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using ImOrleans.Engines;
using Xunit;

namespace ImOrleans.EndToEndTests.Operating;

/// <summary>Users become operators by a command on the machine of the server, and in no other way.</summary>
public sealed class GrantingTests
{
    [Fact]
    public async Task A_grant_and_a_revocation_are_effective_at_once_and_last()
    {
        await using SiloProcess silo = await SiloProcess.StartAsync();
        Person anna = await Person.RegisterAsync(silo);
        Person ben = await Person.RegisterAsync(silo);
        Assert.Contains("There is no operator.", await SucceedAsync(silo, "list"), StringComparison.Ordinal);

        Assert.Contains($"{anna.Username} ({anna.UserId}) is an operator now", await SucceedAsync(silo, "grant", anna.UserId), StringComparison.Ordinal);
        Operator annas = await Operator.SignInAsync(silo, anna);
        (await new Operator(silo).SignInAsync(ben.Username, Person.Password)).Answer.EnsureRefused(ErrorCode.NotTheAdministrator);
        await SucceedAsync(silo, "grant", anna.UserId);
        Assert.Matches($"^{anna.UserId}  {anna.Username}  since [0-9: Z-]+$", await SucceedAsync(silo, "list"));

        await SucceedAsync(silo, "revoke", anna.UserId);
        (await annas.GetAsync("scalar/")).EnsureRefused(ErrorCode.NotTheAdministrator);

        // The commands are the same when the server is stopped.
        Assert.Equal(0, await silo.StopAsync());
        await SucceedAsync(silo, "grant", ben.UserId);
        Assert.Contains(ben.UserId, await SucceedAsync(silo, "list"), StringComparison.Ordinal);
        await silo.StartAgainAsync();
        (await annas.GetAsync("scalar/")).EnsureRefused(ErrorCode.NotTheAdministrator);
        (await (await Operator.SignInAsync(silo, ben)).GetAsync("scalar/")).EnsureDone();
    }

    [Fact]
    public async Task A_command_that_can_do_nothing_says_so_in_one_sentence()
    {
        await using SiloProcess silo = await SiloProcess.StartAsync();
        Person anna = await Person.RegisterAsync(silo);

        Assert.Equal($"'{anna.Username}' is not the id of a user. The user id of {anna.Username} is {anna.UserId}.", await FailAsync(silo, "grant", anna.Username));
        Assert.StartsWith("'nobody-at-all' is not the id of a user.", await FailAsync(silo, "grant", "nobody-at-all"), StringComparison.Ordinal);
        Assert.StartsWith("'no id!' is not a user id.", await FailAsync(silo, "grant", "no id!"), StringComparison.Ordinal);
        Assert.StartsWith($"'{anna.UserId}' is not an operator.", await FailAsync(silo, "revoke", anna.UserId), StringComparison.Ordinal);

        string elsewhere = $"--Im:Cluster:GatewayPort={FreePorts.Take()}";
        Assert.StartsWith("A silo uses the data folder, but none answers on port", await FailAsync(silo, "grant", anna.UserId, elsewhere), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_configured_name_that_nobody_had_makes_nobody_an_operator()
    {
        string name = Person.Name();
        await using SiloProcess silo = await SiloProcess.StartAsync($"--Im:Admin:Username={name}");
        Person squatter = await Person.RegisterAsync(silo, username: name);
        (await new Operator(silo).SignInAsync(name, Person.Password)).Answer.EnsureRefused(ErrorCode.NotTheAdministrator);

        Assert.Equal(0, await silo.StopAsync());
        await silo.StartAgainAsync();
        (await new Operator(silo).SignInAsync(squatter.Username, Person.Password)).Answer.EnsureRefused(ErrorCode.NotTheAdministrator);
        Assert.Contains($"Im:Admin:Username is '{name}', but this setting makes nobody an operator.", silo.Run.Output, StringComparison.Ordinal);
    }

    private static async Task<string> SucceedAsync(SiloProcess silo, params string[] words)
    {
        (int code, string printed) = await OperatorCommand.RunAsync(silo, words);
        Assert.True(code == 0, $"operator {string.Join(' ', words)} failed: {printed}");
        return printed;
    }

    /// <returns>The only line that it printed.</returns>
    private static async Task<string> FailAsync(SiloProcess silo, params string[] words)
    {
        // Later settings win, and the settings of the server come last.
        string[] settings = [.. words.Where(word => word.StartsWith("--", StringComparison.Ordinal))];
        using SiloRun command = new(["operator", .. words.Except(settings), .. silo.Arguments, .. settings]);
        Assert.Equal(1, await command.ExitAsync());
        return Assert.Single(command.Everything.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }
}
