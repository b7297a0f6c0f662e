using ImOrleans.Engines;
using ImOrleans.Grains.Conversations.Log;
using ImOrleans.Grains.Users;
using ImOrleans.ServiceDefaults.Azure;
using ImOrleans.Silo.Storage;
using ImOrleans.Silo.Storage.Azure;
using ImOrleans.StoreTests.GrainStates;
using ImOrleans.StoreTests.Logs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Xunit;

namespace ImOrleans.StoreTests.Azure;

public sealed class HostingTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Grain_state_and_messages_outlive_the_silo()
    {
        AzureOptions options = await azurite.NewOptionsAsync();
        string lineage;
        using (IHost first = await StartAsync(options))
        {
            Assert.Equal(1, await first.Services.GetRequiredService<IGrainFactory>().GetGrain<ICounterGrain>("a").Count());
            IMessageLog log = first.Services.GetRequiredService<IMessageLog>();
            await log.AppendAsync("g:1", 0, Drafts.Many(1));
            lineage = log.Lineage;
            Assert.IsType<AzureUserDirectory>(first.Services.GetRequiredService<IUserDirectory>());
            Assert.Empty((await first.Services.GetRequiredService<IReminderTable>().ReadRows(0, 0)).Reminders);
            Assert.Equal(HealthStatus.Healthy, (await first.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Status);
            Assert.Single(first.Services.GetStoreFacts());
            await first.StopAsync();
        }

        using IHost second = await StartAsync(options);
        Assert.Equal(2, await second.Services.GetRequiredService<IGrainFactory>().GetGrain<ICounterGrain>("a").Count());
        Assert.Single(await second.Services.GetRequiredService<IMessageLog>().HeadsAsync(new HeadsQuery(["g:1"])));
        Assert.Equal((lineage, 12), (second.Services.GetRequiredService<IMessageLog>().Lineage, lineage.Length));
        await second.StopAsync();
        await second.Services.GetRequiredService<AzureStore>().DeleteAsync();
    }

    private static async Task<IHost> StartAsync(AzureOptions options)
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(options.Settings());
        builder.UseOrleans(silo => silo.UseLocalhostClustering(FreePorts.Take(), FreePorts.Take())
            .AddAzureMessageLog().AddAzureDirectory().AddAzureGrainStorage().AddAzureReminders());
        IHost host = builder.Build();
        await host.StartAsync();
        return host;
    }
}
