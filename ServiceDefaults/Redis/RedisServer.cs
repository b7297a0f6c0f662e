using ImOrleans.ServiceDefaults.Settings;
using ImOrleans.ServiceDefaults.Startup;
using Microsoft.Extensions.Configuration;
using StackExchange.Redis;

namespace ImOrleans.ServiceDefaults.Redis;

/// <summary>How this process connects to Redis.</summary>
internal static class RedisServer
{
    /// <summary>How all keys of Orleans begin here: with the name of the cluster.</summary>
    private const string Keys = "imorleans/";
    private const string ProbeKey = $"{Keys}probe";

    /// <summary>Membership and grain directory write by scripts. Without the rights, they repeat a write for ever.</summary>
    private const string Probe = "redis.call('HSET', KEYS[1], 'probe', '1') return redis.call('DEL', KEYS[1])";

    /// <summary>Clustering takes its settings while services are still being registered, before the options are validated.</summary>
    /// <exception cref="StartupException">The connection string is absent or not readable, or a setting is out of range.</exception>
    public static ConfigurationOptions Read(IConfiguration configuration)
    {
        RedisOptions options = configuration.ReadSettings<RedisOptions>(RedisOptions.Section);
        if (string.IsNullOrWhiteSpace(options.ConnectionString))
        {
            throw new StartupException(
                $"{RedisOptions.ConnectionStringSetting} is empty; a provider named redis needs one, for example redis:6379.");
        }

        try
        {
            ConfigurationOptions server = ConfigurationOptions.Parse(options.ConnectionString);
            server.ConnectTimeout = (int)options.ConnectTimeout.TotalMilliseconds;

            // A server that is away for a while is connected to again.
            server.AbortOnConnectFail = false;
            return server;
        }
        catch (ArgumentException failure)
        {
            // The parser quotes the option that it does not know, and never a password.
            string reason = failure.Message.Replace($" (Parameter '{failure.ParamName}')", "", StringComparison.Ordinal);
            throw new StartupException($"{RedisOptions.ConnectionStringSetting} cannot be read. {reason}", failure);
        }
    }

    /// <summary>Connects once, so that a wrong address or password is one sentence at the start.</summary>
    /// <exception cref="StartupException">The server does not answer, or refuses.</exception>
    public static async Task EnsureReachableAsync(ConfigurationOptions server)
    {
        string addresses = string.Join(", ", server.EndPoints);
        ConfigurationOptions once = server.Clone();
        (once.AbortOnConnectFail, once.ConnectRetry) = (true, 1);
        try
        {
            await using ConnectionMultiplexer connection = await ConnectionMultiplexer.ConnectAsync(once);
            await connection.GetDatabase().PingAsync();
            await connection.GetDatabase().ScriptEvaluateAsync(Probe, [ProbeKey]);
        }
        catch (RedisServerException failure)
        {
            throw new StartupException(
                $"Redis at {addresses} refuses what this process needs ({failure.Message.ReplaceLineEndings(" ").TrimEnd('.')}): "
                + $"let the user of {RedisOptions.ConnectionStringSetting} run all commands on the keys {Keys}*.",
                failure);
        }
        catch (Exception failure) when (failure is RedisException or TimeoutException)
        {
            string reason = failure is RedisConnectionException connecting ? $" ({connecting.FailureType})" : "";
            throw new StartupException(
                $"Redis at {addresses} does not answer or refuses the connection{reason}. "
                + $"Check {RedisOptions.ConnectionStringSetting}: address, password and TLS.",
                failure);
        }
    }
}
