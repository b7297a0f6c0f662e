using ImOrleans.Engines;
using ImOrleans.Grains.Conversations.Log;
using ImOrleans.Grains.Users;
using ImOrleans.ServiceDefaults.Startup;
using ImOrleans.Silo.Storage.Sqlite;
using ImOrleans.StoreTests.GrainStates;
using ImOrleans.StoreTests.Logs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Xunit;

namespace ImOrleans.StoreTests.Sqlite;

public sealed class HostingTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public async Task Grain_state_and_messages_outlive_the_silo()
    {
        using (var first = await StartAsync(folder.Path))
        {
            Assert.Equal(1, await first.Services.GetRequiredService<IGrainFactory>().GetGrain<ICounterGrain>("a").Count());
            await first.Services.GetRequiredService<IMessageLog>().AppendAsync("g:1", 0, Drafts.Many(1));
            Assert.IsType<SqliteReminderTable>(first.Services.GetRequiredService<IReminderTable>());
            Assert.IsType<SqliteUserDirectory>(first.Services.GetRequiredService<IUserDirectory>());
            await first.StopAsync();
        }

        using var second = await StartAsync(folder.Path);
        Assert.Equal(2, await second.Services.GetRequiredService<IGrainFactory>().GetGrain<ICounterGrain>("a").Count());
        Assert.Single(await second.Services.GetRequiredService<IMessageLog>().HeadsAsync(new HeadsQuery(["g:1"])));
        await second.StopAsync();
    }

    [Fact]
    public async Task A_silo_does_not_start_on_afolder_that_it_cannot_write()
    {
        File.WriteAllText(folder.File("file"), "not a folder");

        var refusal = await Assert.ThrowsAsync<StartupException>(() => StartAsync(folder.File("file")));

        Assert.Contains("Im:DataPath", refusal.Message, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private static async Task<IHost> StartAsync(string folder)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection([new("Im:DataPath", folder)]);
        builder.UseOrleans(silo => silo.UseLocalhostClustering(FreePorts.Take(), FreePorts.Take())
            .AddSqliteMessageLog().AddSqliteDirectory().AddSqliteGrainStorage().AddSqliteReminders());
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }
}
