using System.Text.Json;
using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using Xunit;

namespace ImOrleans.EndToEndTests.Operating;

/// <summary>A silo with an operator, and with a proxy that it believes.</summary>
public sealed class OperatedSilo : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private SiloProcess? silo;
    private Person? root;

    public SiloProcess Silo => silo ?? throw new InvalidOperationException("The silo is not running.");

    public Person Root => root ?? throw new InvalidOperationException("Nobody has registered.");

    /// <summary>As the dashboard spells it.</summary>
    public string SiloAddress { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        string username = $"root-{Person.Name()[..20]}";
        silo = await SiloProcess.StartAsync("--Im:Dashboard:Enabled=true", "--Im:Proxies:Known:0=127.0.0.1");
        root = await Person.RegisterAsync(silo, username: username);
        await OperatorCommand.GrantAsync(silo, root);
        SiloAddress = await FindAddressAsync(await Operator.SignInAsync(silo, root));
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
