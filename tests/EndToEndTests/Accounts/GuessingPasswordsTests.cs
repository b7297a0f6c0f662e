using System.Net.Http.Json;
using System.Security.Cryptography;
using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using Xunit;

namespace ImOrleans.EndToEndTests.Accounts;

/// <summary>Strangers who guess passwords, from addresses that a listed proxy names, through a gateway of its own and in one process.</summary>
public sealed class GuessingPasswordsTests
{
    private static readonly string[] Settings = ["--Im:Proxies:Known:0=127.0.0.1", "--Im:Accounts:MaxFailures=2", "--Im:Accounts:MaxStrangerFailures=6"];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Strangers_who_guess_lock_out_their_own_address_then_all_strangers_and_never_a_known_device(bool apart)
    {
        await using SiloProcess silo = apart ? await SiloProcess.StartPureAsync(Settings) : await SiloProcess.StartAsync(Settings);
        await using SiloProcess? gateway = apart ? await silo.StartGatewayAsync() : null;
        SiloProcess server = gateway ?? silo;
        Person ann = await Person.RegisterAsync(server);
        Device phone = await ann.SignInAsync();
        Device laptop = await ann.SignInAsync();
        Device bobs = await (await Person.RegisterAsync(server)).SignInAsync();

        await GuessAsync(server, ann, "10.0.0.1", times: 2);
        (await SignInAsync(server, ann, "10.0.0.1")).EnsureRefused(ErrorCode.TooManyAttempts);
        (await SignInAsync(server, ann, "10.0.0.2")).EnsureDone();

        await GuessAsync(server, ann, "10.0.0.3", times: 2);
        await GuessAsync(server, ann, "10.0.0.4", times: 2);
        Answer refused = await SignInAsync(server, ann, "10.0.0.5");
        refused.EnsureRefused(ErrorCode.TooManyAttempts);
        Assert.Contains("\"retryAfterMs\":", refused.Text, StringComparison.Ordinal);

        (await SignInAsync(server, ann, "10.0.0.1", phone.Session.DeviceSecret)).EnsureDone();
        (await SignInAsync(server, ann, "10.0.0.5", phone.Session.DeviceSecret)).EnsureDone();
        (await SignInAsync(server, ann, "10.0.0.5", laptop.Session.RefreshToken)).EnsureDone();
        string forged = Convert.ToBase64String(RandomNumberGenerator.GetBytes(80)).Replace('+', '-').Replace('/', '_').TrimEnd('=');
        foreach (string? proof in new[] { bobs.Session.DeviceSecret, bobs.Session.RefreshToken, laptop.Session.AccessToken, forged, "", new string('x', 5_000) })
        {
            (await SignInAsync(server, ann, "10.0.0.5", proof)).EnsureRefused(ErrorCode.TooManyAttempts);
        }

        (await SignInAsync(server, ann, "10.0.0.5", (await laptop.RefreshAsync()).Session.DeviceSecret)).EnsureDone();
        await laptop.RefreshAsync();
    }

    [Fact]
    public async Task Behind_a_proxy_that_is_not_listed_wrong_passwords_of_others_keep_out_no_known_device()
    {
        await using SiloProcess silo = await SiloProcess.StartAsync("--Im:Limits:FailedSignInsPerAddress=3");
        Person ann = await Person.RegisterAsync(silo);
        Person bob = await Person.RegisterAsync(silo);
        Device phone = await ann.SignInAsync();
        await GuessAsync(silo, bob, "10.0.0.1", times: 3);

        (await SignInAsync(silo, ann, "10.0.0.2")).EnsureRefused(ErrorCode.TooManyAttempts);
        (await SignInAsync(silo, ann, "10.0.0.2", phone.Session.DeviceSecret)).EnsureDone();

        await GuessAsync(silo, ann, "10.0.0.2", times: 3, phone.Session.DeviceSecret);
        (await SignInAsync(silo, ann, "10.0.0.2", phone.Session.DeviceSecret)).EnsureRefused(ErrorCode.TooManyAttempts);
    }

    [Fact]
    public async Task Production_says_once_that_a_proxy_is_not_listed()
    {
        await using SiloProcess silo = SiloProcess.Prepare("--environment", "Production", "--Im:Proxies:Known:0=10.9.9.9");
        silo.Variables["Im__Auth__SigningKey"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(48));
        await silo.StartAgainAsync();
        Person ann = await Person.RegisterAsync(silo);
        for (int i = 0; i < 3; i++)
        {
            (await SignInAsync(silo, ann, "203.0.113.7")).EnsureDone();
        }

        Assert.Equal(0, await silo.StopAsync());
        string line = Assert.Single(silo.Run.Everything.Split('\n'), line => line.Contains("X-Forwarded-For", StringComparison.Ordinal));
        Assert.Contains("127.0.0.1, which is not listed in Im:Proxies:Known", line, StringComparison.Ordinal);
    }

    private static async Task GuessAsync(SiloProcess silo, Person person, string address, int times, string? proof = null)
    {
        for (int i = 0; i < times; i++)
        {
            (await SignInAsync(silo, person, address, proof, "guess number one")).EnsureRefused(ErrorCode.WrongCredentials);
        }
    }

    private static async Task<Answer> SignInAsync(SiloProcess silo, Person person, string address, string? proof = null, string password = Person.Password)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, "api/sessions");
        request.Headers.Add("X-Forwarded-For", address);
        object body = new { username = person.Username, password, device = new { platform = "linux" }, deviceProof = proof };
        request.Content = JsonContent.Create(body, body.GetType(), options: Api.Json);
        using HttpResponseMessage response = await silo.Http.SendAsync(request);
        return new Answer(
            "POST api/sessions", (int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsStringAsync());
    }
}
