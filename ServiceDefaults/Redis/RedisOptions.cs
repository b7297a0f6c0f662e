using System.ComponentModel.DataAnnotations;
using ImOrleans.ServiceDefaults.Settings;

namespace ImOrleans.ServiceDefaults.Redis;

/// <summary>The server of the providers that are named <c>redis</c>, the same on silos and gateways. Section <c>Im:Redis</c>.</summary>
internal sealed class RedisOptions
{
    public const string Section = "Im:Redis";
    public const string ConnectionStringSetting = $"{Section}:{nameof(ConnectionString)}";

    /// <summary>As StackExchange.Redis reads it: <c>redis:6379,password=...,ssl=true</c>.</summary>
    [Secret]
    public string ConnectionString { get; init; } = "";

    /// <summary>How long a connection takes at most.</summary>
    [Range(typeof(TimeSpan), "00:00:00.5", "00:01:00")]
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);
}
