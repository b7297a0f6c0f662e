using System.Text.Json;
using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using Xunit;

namespace ImOrleans.EndToEndTests.Operating;

/// <summary>A silo with an administrator, who is written in capitals there and not at registration, and with a proxy that it believes.</summary>
public sealed class OperatedSilo : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private SiloProcess? silo;
    private Person? administrator;

    public SiloProcess Silo => silo ?? throw new InvalidOperationException("The silo is not running.");

    public Person Administrator => administrator ?? throw new InvalidOperationException("Nobody has registered.");

    /// <summary>As the dashboard spells it.</summary>
    public string SiloAddress { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        string username = $"root-{Person.Name()[..20]}";
        silo = await SiloProcess.StartAsync($"--Im:Admin:Username={username.ToUpperInvariant()}", "--Im:Proxies:Known:0=127.0.0.1");
        administrator = await Person.RegisterAsync(silo, username: username);
        SiloAddress = await FindAddressAsync(await Operator.SignInAsync(silo, administrator));
    }

    public ValueTask DisposeAsync() => silo?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>The dashboard knows the silos from its first second on.</summary>
    private static async Task<string> FindAddressAsync(Operator root)
    {
        using CancellationTokenSource deadline = new(Patience);
        while (true)
        {
            JsonElement hosts = (await root.GetAsync("dashboard/DashboardCounters")).As<JsonElement>().GetProperty("hosts");
            if (hosts.GetArrayLength() > 0)
            {
                return hosts[0].GetProperty("siloAddress").GetString()!;
            }

            Assert.False(deadline.IsCancellationRequested, $"The dashboard showed no silo within {Patience}.");
        }
    }
}
