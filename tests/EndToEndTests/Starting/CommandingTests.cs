using System.Security.Cryptography;
using System.Text.RegularExpressions;
using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using ImOrleans.Protocol.Accounts;
using Xunit;

namespace ImOrleans.EndToEndTests.Starting;

/// <summary>The commands of the program.</summary>
public sealed class CommandingTests
{
    [Fact]
    public async Task Check_prints_every_setting_without_secrets_and_says_that_they_hold()
    {
        string secret = Convert.ToBase64String(RandomNumberGenerator.GetBytes(48));
        await using SiloProcess silo = SiloProcess.Prepare($"--Im:Auth:SigningKey={secret}", "--Im:Groups:MaxMembers=77", "--Im:Admin:Username=Root");
        using SiloRun check = new(["check", .. silo.Arguments]);

        Assert.Equal(0, await check.ExitAsync());

        Assert.Matches(new Regex(@"^\* MaxMembers +77$", RegexOptions.Multiline), check.Output.ReplaceLineEndings("\n"));
        Assert.Matches(new Regex(@"^Im:Admin\n  SessionLifetime +01:00:00\n\* Username +Root$", RegexOptions.Multiline), check.Output.ReplaceLineEndings("\n"));
        Assert.Matches(new Regex(@"^Im:Dashboard\n  Enabled +\(none\)$", RegexOptions.Multiline), check.Output.ReplaceLineEndings("\n"));
        Assert.Matches(new Regex(@"^  SendsPerSecond|^\* SendsPerSecond", RegexOptions.Multiline), check.Output.ReplaceLineEndings("\n"));
        Assert.Contains("All settings hold.", check.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, check.Everything, StringComparison.Ordinal);
        Assert.DoesNotContain("is ready", check.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Silo", "--help")]
    [InlineData("Silo", "check", "-h")]
    [InlineData("Silo", "keys", "rotate", "--help")]
    [InlineData("Gateway", "--help")]
    [InlineData("Load", "--help")]
    [InlineData("Load", "run", "--help")]
    [InlineData("Load", "check", "--messages", "5", "--help")]
    public async Task A_program_that_is_asked_for_help_explains_itself_and_does_nothing_else(string project, params string[] words)
    {
        using SiloRun run = new(words, project);

        Assert.Equal(0, await run.ExitAsync());

        Assert.Contains("--", run.Output, StringComparison.Ordinal);
        Assert.Equal("", run.Errors.Trim());
        Assert.DoesNotContain("is ready", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Silo", "--frobnicate is not an option", "--frobnicate=1")]
    [InlineData("Silo", "--Im:Data is not an option", "--Im:Data=/tmp")]
    [InlineData("Silo", "--Im:DataPath has no value", "--Im:DataPath")]
    [InlineData("Silo", "'-x' is not an option", "-x")]
    [InlineData("Silo", "--frobnicate is not an option", "silo", "--frobnicate", "1")]
    [InlineData("Silo", "--frobnicate is not an option", "check", "--frobnicate", "1")]
    [InlineData("Silo", "'frobnicate' is no command", "frobnicate")]
    [InlineData("Silo", "Use operator grant", "operator")]
    [InlineData("Silo", "Use operator grant", "operator", "grant")]
    [InlineData("Silo", "--frobnicate is not an option", "operator", "list", "--frobnicate=1")]
    [InlineData("Gateway", "--frobnicate is not an option", "--frobnicate=1")]
    [InlineData("Load", "--frobnicate is not known", "run", "--frobnicate", "1")]
    [InlineData("Load", "'5' is not an option", "check", "5")]
    [InlineData("Load", "--seconds has no value", "run", "--seconds")]
    public async Task An_unknown_option_is_refused_with_one_sentence(string project, string sentence, params string[] words)
    {
        using SiloRun run = new(words, project);

        Assert.NotEqual(0, await run.ExitAsync());

        string said = Assert.Single(run.Everything.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        Assert.StartsWith(sentence, said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_names_what_does_not_hold()
    {
        await using SiloProcess silo = SiloProcess.Prepare("--Im:Groups:MaxMembers=-1", "--Im:Gateway:KeepAlive=00:01:00", "--Im:Admin:Username=Nobody?");
        using SiloRun check = new(["check", .. silo.Arguments]);

        Assert.Equal(1, await check.ExitAsync());

        Assert.Contains("Im:Groups:MaxMembers is -1;", check.Errors, StringComparison.Ordinal);
        Assert.Contains("ClientTimeout must be at least twice KeepAlive", check.Errors, StringComparison.Ordinal);
        Assert.Contains("Im:Admin:Username is no name that an account can have.", check.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("hold.", check.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("chekc")]
    [InlineData("silo", "check")]
    [InlineData("check", "silo")]
    [InlineData("keys")]
    public async Task A_command_that_does_not_exist_is_named_beside_those_that_do(params string[] words)
    {
        using SiloRun run = new([.. words, "--Im:Groups:MaxMembers=77"]);

        Assert.Equal(1, await run.ExitAsync());

        Assert.Contains(
            $"'{string.Join(' ', words)}' is no command. Without one, silo and gateway run in this process; "
                + "the commands are silo, check, keys rotate, keys revoke, operator, lineage renew and cluster adopt.",
            run.Errors,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rotated_key_signs_out_nobody()
    {
        await using SiloProcess silo = await SiloProcess.StartAsync();
        Person ann = await Person.RegisterAsync(silo);
        Device before = await ann.SignInAsync();
        using (SiloRun rotation = new(["keys", "rotate", .. silo.Arguments]))
        {
            Assert.Equal(0, await rotation.ExitAsync());
            Assert.Contains("has 2 keys now", rotation.Output, StringComparison.Ordinal);
        }

        Assert.Equal(0, await silo.StopAsync());
        await silo.StartAgainAsync();

        await before.Api.GetAsync<UserProfile>("api/users/me");
        Device after = await before.RefreshAsync();
        await after.Api.GetAsync<UserProfile>("api/users/me");
        Assert.NotEqual(KeyOf(before), KeyOf(after));
    }

    [Fact]
    public async Task A_rotated_key_signs_and_a_revoked_one_is_refused_at_once_by_the_server_that_runs()
    {
        await using SiloProcess silo = await SiloProcess.StartAsync();
        Person ann = await Person.RegisterAsync(silo);
        Device before = await ann.SignInAsync();
        await RunAsync(silo, 1, "There is one signing key", "keys", "revoke");
        await RunAsync(silo, 0, "signs from now on", "keys", "rotate");
        Device after = await ann.SignInAsync();
        Assert.NotEqual(KeyOf(before), KeyOf(after));
        await before.Api.GetAsync<UserProfile>("api/users/me");

        await RunAsync(silo, 0, "Revoked ", "keys", "revoke");

        await EnsureDeadAsync(before);
        await after.Api.GetAsync<UserProfile>("api/users/me");
        await after.RefreshAsync();
    }

    [Fact]
    public async Task A_configured_key_is_revoked_at_once_too()
    {
        string[] keys = [.. Enumerable.Range(0, 2).Select(_ => Convert.ToBase64String(RandomNumberGenerator.GetBytes(48)))];
        await using SiloProcess silo = SiloProcess.Prepare("--environment", "Production");
        silo.Variables["Im__Auth__SigningKey"] = keys[0];
        await silo.StartAgainAsync();
        Person ann = await Person.RegisterAsync(silo);
        Device before = await ann.SignInAsync();
        Assert.Equal(0, await silo.StopAsync());
        silo.Variables["Im__Auth__SigningKey"] = $"{keys[1]}, {keys[0]}";
        await silo.StartAgainAsync();
        Device after = await ann.SignInAsync();
        await before.Api.GetAsync<UserProfile>("api/users/me");

        await RunAsync(silo, 0, "Revoked ", "keys", "revoke");

        await EnsureDeadAsync(before);
        await after.Api.GetAsync<UserProfile>("api/users/me");
        await silo.StopAsync();
        await silo.StartAgainAsync();
        await EnsureDeadAsync(before);
    }

    private static async Task EnsureDeadAsync(Device device)
    {
        (await device.Api.AskAsync("GET", "api/users/me")).EnsureRefused(ErrorCode.InvalidToken);
        object refresh = new { refreshToken = device.Session.RefreshToken };
        (await new Api(device.Silo.Http).AskAsync("POST", "api/sessions/refresh", refresh)).EnsureRefused(ErrorCode.InvalidToken);
    }

    private static async Task RunAsync(SiloProcess silo, int code, string says, params string[] command)
    {
        using SiloRun run = new([.. command, .. silo.Arguments], environment: silo.Variables);
        Assert.Equal(code, await run.ExitAsync());
        Assert.Contains(says, run.Everything, StringComparison.Ordinal);
    }

    /// <summary>The header of an access token names the key.</summary>
    private static string KeyOf(Device device) => device.Session.AccessToken.Split('.')[0];
}
