using ImOrleans.EndToEndTests.Running;
using ImOrleans.Engines;
using Xunit;

namespace ImOrleans.EndToEndTests.Starting;

/// <summary>Two servers that were pointed at one database.</summary>
public sealed class OwningStoresTests : IAsyncLifetime
{
    private PostgresServer postgres = null!;

    public async ValueTask InitializeAsync() => postgres = await PostgresServer.StartAsync("fsync=off");

    public ValueTask DisposeAsync() => postgres.DisposeAsync();

    [Fact]
    public async Task A_second_server_on_a_database_is_refused_until_it_adopts_the_database()
    {
        string[] settings =
        [
            $"--Im:Postgres:ConnectionString={await postgres.CreateDatabaseAsync()}",
            "--Im:Providers:MessageLog=postgres", "--Im:Providers:Directory=postgres", "--Im:Providers:GrainStorage=postgres",
            "--Im:Providers:Reminders=postgres",
        ];
        await using SiloProcess first = await SiloProcess.StartAsync(settings);
        await using SiloProcess second = SiloProcess.Prepare(settings);
        await EnsureRefusedAsync(second);

        Assert.Equal(0, await first.StopAsync());
        await EnsureRefusedAsync(second);
        using (SiloRun adoption = new(["cluster", "adopt", .. second.Arguments]))
        {
            Assert.Equal(0, await adoption.ExitAsync());
            Assert.Contains("The stores belong to the cluster", adoption.Output, StringComparison.Ordinal);
        }

        await second.StartAgainAsync();
        await EnsureRefusedAsync(first);
        Assert.Equal(0, await second.StopAsync());

        // A server that moves without its data folder names its cluster itself.
        string id = await File.ReadAllTextAsync(Path.Combine(second.DataPath, "membership.id"));
        await first.StartAgainAsync($"--Im:Cluster:Id={id}", $"--Im:DataPath={Path.Combine(first.DataPath, "new")}");
    }

    private static async Task EnsureRefusedAsync(SiloProcess server)
    {
        using SiloRun run = new(server.Arguments);

        Assert.Equal(1, await run.ExitAsync());
        string sentence = Assert.Single(run.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        Assert.Contains("two clusters cannot share a store", sentence, StringComparison.Ordinal);
    }
}
