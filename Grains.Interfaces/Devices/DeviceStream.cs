namespace ImOrleans.Grains.Devices;

/// <summary>
/// The stream of one device, keyed like its grain by <c>{userId}/{deviceId}</c>. Its events can be lost, doubled and reordered: they only
/// make delivery faster, and the conversation's log is the truth. Neither name may change while events are in flight.
/// </summary>
public static class DeviceStream
{
    /// <summary>The stream provider, whichever transport the configuration puts behind the name.</summary>
    public const string Provider = "im";

    /// <summary>The namespace to which device grains are subscribed implicitly.</summary>
    public const string Namespace = "device";
}
