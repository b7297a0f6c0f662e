using System.Globalization;
using ImOrleans.Load.Checking.Network;

namespace ImOrleans.Load.Checking.Nemeses;

/// <summary>Each answer of the store comes late, for every silo.</summary>
internal sealed class SlowStoreNemesis(SiloNetwork[] networks) : Nemesis(ItsName)
{
    public const string ItsName = "slow-store";

    public override async Task<string> StrikeAsync(Random random)
    {
        TimeSpan delay = TimeSpan.FromMilliseconds(random.Next(50, 1_000));
        Set(Weather.Fair with { Delay = delay });
        await WaitAsync(random, 2, 6);
        Set(Weather.Fair);
        return string.Create(CultureInfo.InvariantCulture, $"delayed the store by {delay.TotalMilliseconds} ms in each direction");
    }

    private void Set(Weather weather)
    {
        foreach (Proxy proxy in networks.SelectMany(network => network.Store))
        {
            proxy.Weather = weather;
        }
    }
}
