namespace ImOrleans.Grains.Presence;

/// <summary>Where a user is online, as gateways said. In memory: they repeat it. Stamps keep late words from undoing newer ones.</summary>
internal sealed class Whereabouts(PresenceOptions options)
{
    private readonly Dictionary<string, Place> places = [];

    public IEnumerable<string> GatewayIds => places.Keys;

    /// <summary>In front of the screen somewhere.</summary>
    public bool IsOnline { get; private set; }

    /// <summary>Online, or connected in the background.</summary>
    public bool IsConnected { get; private set; }

    /// <summary>Where the user is online, or was last.</summary>
    public string[] Platforms { get; private set; } = [];

    /// <returns>Whether it counts; an older word than the one before does not.</returns>
    public bool Set(string gatewayId, long stamp, string[] platforms, bool connected)
    {
        if (places.TryGetValue(gatewayId, out Place last) && stamp < last.Stamp)
        {
            return false;
        }

        if (!places.ContainsKey(gatewayId) && places.Count >= options.MaxGateways)
        {
            places.Remove(places.OrderBy(place => place.Value.Connected).ThenBy(place => place.Value.Stamp).First().Key);
        }

        places[gatewayId] = new Place(stamp, platforms, connected);
        Sum();
        return true;
    }

    public void Remove(string gatewayId)
    {
        places.Remove(gatewayId);
        Sum();
    }

    private void Sum()
    {
        string[] platforms = [.. places.Values.SelectMany(place => place.Platforms).Distinct().Order(StringComparer.Ordinal)];
        IsOnline = platforms.Length > 0;
        IsConnected = places.Values.Any(place => place.Connected);
        Platforms = IsOnline ? platforms : Platforms;
    }

    private readonly record struct Place(long Stamp, string[] Platforms, bool Connected);
}
