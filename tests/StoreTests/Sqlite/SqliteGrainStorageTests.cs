using ImOrleans.Silo.Storage.Sqlite;
using ImOrleans.StoreTests.GrainStates;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Serialization;
using Orleans.Serialization.Serializers;
using Orleans.Storage;
using Xunit;

namespace ImOrleans.StoreTests.Sqlite;

public sealed class SqliteGrainStorageTests : GrainStorageContract, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddSerializer().BuildServiceProvider();
    private readonly SqliteDatabase _database;

    public SqliteGrainStorageTests()
    {
        _database = SqliteFiles.OpenState(_folder.File("state.db"));
        Storage = Open("one");
    }

    protected override IGrainStorage Storage { get; }

    [Fact]
    public async Task Another_service_id_sees_nothing()
    {
        var grain = GrainId.Create("counter", "anna");
        var state = new GrainState<Counter>(new());
        await Storage.WriteStateAsync("state", grain, state);

        await Open("two").ReadStateAsync("state", grain, state);

        Assert.False(state.RecordExists);
    }

    public void Dispose()
    {
        _database.Dispose();
        _services.Dispose();
        _folder.Dispose();
    }

    private SqliteGrainStorage Open(string serviceId) => new(
        _database,
        new SqliteGrainStorageOptions { GrainStorageSerializer = new OrleansGrainStorageSerializer(_services.GetRequiredService<Serializer>()) },
        Options.Create(new ClusterOptions { ServiceId = serviceId }),
        _services.GetRequiredService<IActivatorProvider>());
}
