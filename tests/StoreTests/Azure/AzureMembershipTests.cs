using ImOrleans.ServiceDefaults.Azure;
using ImOrleans.ServiceDefaults.Clustering;
using ImOrleans.StoreTests.Memberships;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ImOrleans.StoreTests.Azure;

/// <summary>By Orleans' provider, as a silo composes it.</summary>
public sealed class AzureMembershipTests(AzuriteFixture azurite) : MembershipTableContract
{
    private readonly List<IHost> hosts = [];
    private AzureOptions options = new();

    public override async ValueTask DisposeAsync()
    {
        await AzureAccount.Main(options).Tables.DeleteTableAsync($"{options.Prefix}members");
        hosts.ForEach(static host => host.Dispose());
    }

    protected override async Task StartAsync() => options = await azurite.NewOptionsAsync();

    protected override async Task<IMembershipTable> OpenAsync(string clusterId)
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection([.. options.Settings(), new(ClusterOptions.ProviderSetting, ClusterOptions.Azure)]);
        builder.UseOrleans(silo => silo.AddClusterMembership()
            .Configure<Orleans.Configuration.ClusterOptions>(cluster => cluster.ClusterId = clusterId));
        hosts.Add(builder.Build());
        IMembershipTable opened = hosts[^1].Services.GetRequiredService<IMembershipTable>();
        await opened.InitializeMembershipTableAsync(tryInitTableVersion: true, Stop);
        return opened;
    }
}
