using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using Xunit;

namespace ImOrleans.EndToEndTests.Operating;

/// <summary>What a cookie is worth after the server was started again, with the same settings or others.</summary>
public sealed class RestartingWithOperatorsTests
{
    [Fact]
    public async Task A_cookie_outlives_a_rotated_key_and_is_worth_nothing_once_another_is_administrator()
    {
        string name = Person.Name();
        await using SiloProcess silo = await SiloProcess.StartAsync($"--Im:Admin:Username={name}", "--Im:Dashboard:Enabled=false");
        Operator root = await Operator.SignInAsync(silo, await Person.RegisterAsync(silo, username: name));
        Assert.Equal(404, (await root.GetAsync("dashboard/")).Status);
        using (SiloRun rotation = new(["keys", "rotate", .. silo.Arguments]))
        {
            Assert.Equal(0, await rotation.ExitAsync());
        }

        Assert.Equal(0, await silo.StopAsync());
        await silo.StartAgainAsync();
        (await root.GetAsync("scalar/")).EnsureDone();

        Assert.Equal(0, await silo.StopAsync());
        await silo.StartAgainAsync("--Im:Admin:Username=somebody-else");
        (await root.GetAsync("scalar/")).EnsureRefused(ErrorCode.NotTheAdministrator);
    }
}
