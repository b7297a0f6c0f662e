using ImOrleans.Silo.Storage.Postgres;
using ImOrleans.StoreTests.GrainStates;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Serialization;
using Orleans.Serialization.Serializers;
using Orleans.Storage;
using Xunit;

namespace ImOrleans.StoreTests.Postgres;

public sealed class PostgresGrainStorageTests(PostgresFixture postgres) : GrainStorageContract, IAsyncLifetime
{
    private readonly ServiceProvider services = new ServiceCollection().AddSerializer().BuildServiceProvider();
    private PostgresDatabase database = null!;
    private PostgresGrainStorage storage = null!;

    protected override IGrainStorage Storage => storage;

    public async ValueTask InitializeAsync()
    {
        database = await PostgresDatabases.OpenAsync(await postgres.CreateDatabaseAsync());
        storage = await OpenAsync("one");
    }

    public async ValueTask DisposeAsync()
    {
        await database.DisposeAsync();
        await services.DisposeAsync();
    }

    [Fact]
    public async Task Another_service_id_sees_nothing()
    {
        GrainId grain = GrainId.Create("counter", "anna");
        GrainState<Counter> state = new(new());
        await Storage.WriteStateAsync("state", grain, state);

        await (await OpenAsync("two")).ReadStateAsync("state", grain, state);

        Assert.False(state.RecordExists);
    }

    private async Task<PostgresGrainStorage> OpenAsync(string serviceId)
    {
        AdoNetGrainStorageOptions options = new()
        {
            Invariant = "Npgsql",
            DataSource = database.Source,
            DeleteStateOnClear = true,
            GrainStorageSerializer = new OrleansGrainStorageSerializer(services.GetRequiredService<Serializer>()),
        };
        IActivatorProvider activators = services.GetRequiredService<IActivatorProvider>();
        AdoNetGrainStorage provider = new(
            activators,
            NullLogger<AdoNetGrainStorage>.Instance,
            Options.Create(options),
            Options.Create(new ClusterOptions { ServiceId = serviceId }),
            "Default");
        PostgresGrainStorage opened = new(provider, database.Faults, activators);
        SiloLifecycleSubject lifecycle = new(NullLogger<SiloLifecycleSubject>.Instance);
        opened.Participate(lifecycle);
        await lifecycle.OnStart(TestContext.Current.CancellationToken);
        return opened;
    }
}
