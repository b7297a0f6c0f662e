using ImOrleans.ServiceDefaults.Clustering;
using ImOrleans.ServiceDefaults.Redis;
using ImOrleans.ServiceDefaults.Startup;
using StackExchange.Redis;

namespace ImOrleans.Silo.Storage.Redis;

/// <summary>The facts of a membership in Redis: one hash. Each question has a connection of its own, because only starts ask.</summary>
internal sealed class RedisFacts(ConfigurationOptions server) : IStoreFacts
{
    private static readonly RedisKey Key = $"{ClusterName.Value}/facts";

    public string Name => $"Redis server at {string.Join(", ", server.EndPoints)}";

    public bool IsShared => true;

    public Task OpenAsync() => Task.CompletedTask;

    public Task<string?> ReadAsync(string fact) => UseAsync(async redis => (string?)await redis.HashGetAsync(Key, fact));

    public Task<string> InitializeAsync(string fact, string value) => UseAsync(async redis =>
    {
        await redis.HashSetAsync(Key, fact, value, When.NotExists);
        return (string?)await redis.HashGetAsync(Key, fact) ?? value;
    });

    public Task WriteAsync(string fact, string value) => UseAsync(redis => redis.HashSetAsync(Key, fact, value));

    private async Task<T> UseAsync<T>(Func<IDatabase, Task<T>> use)
    {
        try
        {
            await using ConnectionMultiplexer connection = await ConnectionMultiplexer.ConnectAsync(server);
            return await use(connection.GetDatabase());
        }
        catch (Exception failure) when (failure is RedisException or TimeoutException)
        {
            throw new StartupException(
                $"The {Name} does not keep the id of the cluster: {failure.Message.ReplaceLineEndings(" ").TrimEnd('.')}. "
                + $"Check {RedisOptions.ConnectionStringSetting} and the rights of its user.",
                failure);
        }
    }
}
