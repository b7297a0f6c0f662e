using ImOrleans.ServiceDefaults.Azure;
using ImOrleans.Silo.Storage.Azure;
using ImOrleans.StoreTests.GrainStates;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Configuration;
using Orleans.Serialization;
using Orleans.Storage;
using Xunit;

namespace ImOrleans.StoreTests.Azure;

/// <summary>Grain state as a silo composes it.</summary>
/// <param name="name">Of the store among those of the silo.</param>
public abstract class AzureGrainStorageContract(AzuriteFixture azurite, string name) : GrainStorageContract, IAsyncLifetime
{
    private IHost host = null!;
    private AzureGrainStorage storage = null!;

    protected override IGrainStorage Storage => storage;

    public async ValueTask InitializeAsync()
    {
        AzureOptions options = await azurite.NewOptionsAsync();
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(options.Settings());
        builder.Services.AddSerializer().Configure<ClusterOptions>(static cluster => cluster.ServiceId = "im");
        new Composition(builder.Services, builder.Configuration).AddAzureGrainStorage();
        host = builder.Build();
        await host.Services.GetRequiredService<AzureStore>().OpenAsync();
        storage = (AzureGrainStorage)host.Services.GetRequiredKeyedService<IGrainStorage>(name);
        SiloLifecycleSubject lifecycle = new(NullLogger<SiloLifecycleSubject>.Instance);
        storage.Participate(lifecycle);
        await lifecycle.OnStart(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await host.Services.GetRequiredService<AzureStore>().DeleteAsync();
        host.Dispose();
    }

    /// <summary>A silo of which only the grain storage is needed: a whole one takes seconds to compose.</summary>
    private sealed record Composition(IServiceCollection Services, IConfiguration Configuration) : ISiloBuilder;
}
