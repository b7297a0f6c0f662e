using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using Xunit;

namespace ImOrleans.EndToEndTests.Operating;

/// <summary>The validity of a cookie after a restart of the server.</summary>
public sealed class RestartingWithOperatorsTests
{
    [Fact]
    public async Task A_cookie_outlives_a_rotated_key_and_a_restart()
    {
        await using SiloProcess silo = await SiloProcess.StartAsync();
        Person person = await Person.RegisterAsync(silo);
        await OperatorCommand.GrantAsync(silo, person);
        Operator root = await Operator.SignInAsync(silo, person);
        Assert.Equal(404, (await root.GetAsync("dashboard/")).Status);
        using (SiloRun rotation = new(["keys", "rotate", .. silo.Arguments]))
        {
            Assert.Equal(0, await rotation.ExitAsync());
        }

        Assert.Equal(0, await silo.StopAsync());
        await silo.StartAgainAsync();
        (await root.GetAsync("scalar/")).EnsureDone();
    }
}
