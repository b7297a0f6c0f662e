using System.Net;
using ImOrleans.EndToEndTests.Client;
using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using ImOrleans.Engines;
using ImOrleans.Protocol.Messages;
using Xunit;

namespace ImOrleans.EndToEndTests.Gateways;

/// <summary>A silo without a gateway, and the gateway in a process of its own.</summary>
public sealed class RunningApartTests
{
    [Fact]
    public async Task Two_people_chat_and_a_kill_of_the_gateway_or_of_the_silo_is_recovered_from()
    {
        await using SiloProcess silo = await SiloProcess.StartPureAsync();
        await using SiloProcess gateway = await silo.StartGatewayAsync();
        Person[] people = await Person.RegisterAsync(gateway, 2);
        await using Phone ann = await Phone.SignInAsync(people[0]);
        await using Phone bob = await Phone.SignInAsync(people[1]);
        string id = await ann.Client.Conversations.OpenDirectAsync(people[1].UserId);
        await ann.Client.SendAsync(id, "one").WaitAsync(Phone.Patience);
        await bob.ReceivesAsync(id, "one");

        await gateway.KillAsync();
        Task<SendReceipt> two = ann.Client.SendAsync(id, "two");
        await gateway.StartAgainAsync();
        await two.WaitAsync(Phone.Patience);
        await bob.ReceivesAsync(id, "two");

        await silo.KillAsync();
        Task<SendReceipt> three = bob.Client.SendAsync(id, "three");
        await silo.StartAgainAsync();
        await three.WaitAsync(Phone.Patience);
        await ann.ReceivesAsync(id, "three");

        await bob.ReceivesAsync(id, "three");
        Assert.Equal(["one", "two", "three"], ann.TextsOf(id));
        Assert.Equal(["one", "two", "three"], bob.TextsOf(id));
        Assert.Equal(0, await gateway.StopAsync());
        Assert.Equal(0, await silo.StopAsync());
    }

    [Fact]
    public async Task A_silo_that_is_asked_to_stop_in_the_middle_of_sends_exits_with_0_and_loses_nothing()
    {
        await using SiloProcess silo = await SiloProcess.StartPureAsync();
        await using SiloProcess gateway = await silo.StartGatewayAsync();
        Person[] people = await Person.RegisterAsync(gateway, 2);
        await using Phone ann = await Phone.SignInAsync(people[0]);
        string id = await ann.Client.Conversations.OpenDirectAsync(people[1].UserId);
        Task<SendReceipt>[] sends = [.. Enumerable.Range(1, 300).Select(n => ann.Client.SendAsync(id, $"{n}"))];
        await sends[50].WaitAsync(Phone.Patience);

        int code = await silo.StopAsync();
        Assert.True(code == 0, $"It exited with {code}. It printed: {silo.Run.Everything}");
        silo.Run.EnsureNoStackTrace();
        await silo.StartAgainAsync();

        SendReceipt[] receipts = await Task.WhenAll(sends).WaitAsync(Phone.Patience);
        Assert.Equal(Enumerable.Range(1, 300).Select(n => (long)n), receipts.Select(receipt => receipt.Seq));
    }

    [Fact]
    public async Task A_silo_says_when_it_is_ready_and_serves_nothing_but_its_health()
    {
        // Outside Development, too: a silo signs no tokens and needs no key.
        await using SiloProcess silo = await SiloProcess.StartPureAsync("--environment", "Production");

        Assert.Contains("The silo is ready", silo.Run.Output, StringComparison.Ordinal);
        Assert.Contains(silo.DataPath, silo.Run.Output, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await AskAsync(silo, "health/live"));
        foreach (string path in new[] { "", "index.html", "api/server", "hubs/chat", "operators/", "dashboard/", "openapi/v1.json" })
        {
            Assert.Equal((path, HttpStatusCode.NotFound), (path, await AskAsync(silo, path)));
        }

        Assert.Equal(0, await silo.StopAsync());
    }

    [Fact]
    public async Task A_second_silo_on_a_data_folder_is_refused_until_the_first_is_gone()
    {
        await using SiloProcess silo = await SiloProcess.StartPureAsync();

        await EnsureRefusedAsync(silo);
        await EnsureRefusedAsync(silo, "silo");
        using SiloRun check = new(["check", .. silo.Arguments]);
        Assert.Equal(0, await check.ExitAsync());

        await silo.KillAsync();
        await silo.StartAgainAsync();
    }

    private static async Task EnsureRefusedAsync(SiloProcess silo, params string[] role)
    {
        using SiloRun second = new(
        [
            .. role, .. silo.Arguments,
            "--urls", $"http://127.0.0.1:{FreePorts.Take()}",
            $"--Im:Cluster:SiloPort={FreePorts.Take()}",
            $"--Im:Cluster:GatewayPort={FreePorts.Take()}",
        ]);

        Assert.Equal(1, await second.ExitAsync());
        string sentence = Assert.Single(second.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        Assert.Contains("another silo uses this folder", sentence, StringComparison.Ordinal);
        Assert.Contains(silo.DataPath, sentence, StringComparison.Ordinal);
    }

    private static async Task<HttpStatusCode> AskAsync(SiloProcess silo, string path)
    {
        using HttpResponseMessage answer = await silo.Http.GetAsync(path, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}
