using ImOrleans.Engines;
using ImOrleans.Grains.Conversations.Log;
using ImOrleans.Grains.Users;
using ImOrleans.Silo.Storage;
using ImOrleans.Silo.Storage.Postgres;
using ImOrleans.StoreTests.GrainStates;
using ImOrleans.StoreTests.Logs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Xunit;

namespace ImOrleans.StoreTests.Postgres;

public sealed class HostingTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Grain_state_and_messages_outlive_the_silo()
    {
        string connectionString = await postgres.CreateDatabaseAsync();
        string lineage;
        using (IHost first = await StartAsync(connectionString))
        {
            Assert.Equal(1, await first.Services.GetRequiredService<IGrainFactory>().GetGrain<ICounterGrain>("a").Count());
            IMessageLog log = first.Services.GetRequiredService<IMessageLog>();
            await log.AppendAsync("g:1", 0, Drafts.Many(1));
            lineage = log.Lineage;
            Assert.IsType<PostgresUserDirectory>(first.Services.GetRequiredService<IUserDirectory>());
            Assert.Empty((await first.Services.GetRequiredService<IReminderTable>().ReadRows(0, 0)).Reminders);
            await first.StopAsync();
        }

        using IHost second = await StartAsync(connectionString);
        Assert.Equal(2, await second.Services.GetRequiredService<IGrainFactory>().GetGrain<ICounterGrain>("a").Count());
        Assert.Single(await second.Services.GetRequiredService<IMessageLog>().HeadsAsync(new HeadsQuery(["g:1"])));
        Assert.Equal((lineage, 12), (second.Services.GetRequiredService<IMessageLog>().Lineage, lineage.Length));
        await second.StopAsync();
    }

    [Fact]
    public async Task A_silo_is_ready_while_the_database_takes_writes()
    {
        string connectionString = await postgres.CreateDatabaseAsync();
        using IHost host = await StartAsync(connectionString);
        HealthCheckService health = host.Services.GetRequiredService<HealthCheckService>();

        Assert.Equal(HealthStatus.Healthy, (await health.CheckHealthAsync()).Status);
        Assert.Single(host.Services.GetStoreFacts());
        await host.StopAsync();
    }

    private static async Task<IHost> StartAsync(string connectionString)
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection([new("Im:Postgres:ConnectionString", connectionString)]);
        builder.UseOrleans(silo => silo.UseLocalhostClustering(FreePorts.Take(), FreePorts.Take())
            .AddPostgresMessageLog().AddPostgresDirectory().AddPostgresGrainStorage().AddPostgresReminders());
        IHost host = builder.Build();
        await host.StartAsync();
        return host;
    }
}
