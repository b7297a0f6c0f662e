namespace ImOrleans.Grains.Push;

/// <summary>The device that a token belongs to.</summary>
[GenerateSerializer, Alias("im.push-token-state")]
internal sealed class PushTokenState
{
    /// <summary>Null while the token belongs to no device.</summary>
    [Id(0)]
    public string? UserId { get; set; }

    [Id(1)]
    public string? DeviceId { get; set; }
}
