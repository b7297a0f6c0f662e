namespace ImOrleans.Grains.Presence;

/// <summary>Where a user is connected, by gateway, as the gateways reported. Stamps keep late reports from undoing newer ones.</summary>
internal sealed class ConnectedGateways(PresenceOptions options)
{
    private readonly Dictionary<string, ConnectionReport> places = [];

    /// <summary>The gateways with connections of the user.</summary>
    public string[] GatewayIds { get; private set; } = [];

    /// <summary>At least one device is in the foreground.</summary>
    public bool IsOnline { get; private set; }

    /// <summary>Online, or connected in the background.</summary>
    public bool IsConnected => GatewayIds.Length > 0;

    /// <summary>Where the user is online, or was last. Sorted.</summary>
    public string[] Platforms { get; private set; } = [];

    /// <returns>The change of the gateway's route; null for a report that is older than the one before.</returns>
    public RouteChange? Set(ConnectionReport report)
    {
        bool known = places.TryGetValue(report.GatewayId, out ConnectionReport? last);
        if (known && report.Stamp < last!.Stamp)
        {
            return null;
        }

        if (!known && places.Count >= options.MaxGateways)
        {
            places.Remove(places.OrderBy(place => place.Value.Devices.Length > 0).ThenBy(place => place.Value.Stamp).First().Key);
        }

        places[report.GatewayId] = report;
        Sum();
        bool was = known && last!.Devices.Length > 0;
        return report.Devices.Length == 0 ? (was ? RouteChange.Gone : RouteChange.None)
            : was && last!.Since == report.Since ? RouteChange.None
            : RouteChange.Came;
    }

    /// <returns>Whether the user was connected there.</returns>
    public bool Remove(string gatewayId)
    {
        bool was = places.Remove(gatewayId, out ConnectionReport? last) && last.Devices.Length > 0;
        Sum();
        return was;
    }

    private void Sum()
    {
        GatewayIds = [.. places.Where(place => place.Value.Devices.Length > 0).Select(place => place.Key)];
        string[] platforms =
        [
            .. places.Values.SelectMany(place => place.Devices).Where(device => device.Foreground).Select(device => device.Platform)
                .Distinct().Order(StringComparer.Ordinal),
        ];
        IsOnline = platforms.Length > 0;
        Platforms = IsOnline ? platforms : Platforms;
    }
}

/// <summary>The change of a gateway's route by a report.</summary>
internal enum RouteChange
{
    None,
    Came,
    Gone,
}
