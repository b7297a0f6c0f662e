using System.Globalization;
using ImOrleans.Load.Checking.Network;

namespace ImOrleans.Load.Checking.Nemeses;

/// <summary>A bad network: connections that are cut, that are slow, that are thin, that stand still and are cut then.</summary>
internal sealed class ProxyNemesis(Proxy[] proxies) : Nemesis("proxy")
{
    public override async Task<string> StrikeAsync(Random random)
    {
        switch (random.Next(4))
        {
            case 0:
                return $"cut {await CutAsync(random)} connections";
            case 1:
                TimeSpan delay = TimeSpan.FromMilliseconds(random.Next(20, 300));
                await HoldAsync(random, Weather.Fair with { Delay = delay }, 3);
                return $"delayed everything by {delay.TotalMilliseconds} ms";
            case 2:
                int rate = random.Next(2_000, 30_000);
                await HoldAsync(random, Weather.Fair with { BytesPerSecond = rate }, 3);
                return string.Create(CultureInfo.InvariantCulture, $"let {rate:N0} bytes/s through");
            default:
                await HoldAsync(random, Weather.Fair with { Stands = true }, 8);
                return $"stood still, then cut {CutAll(random, 1)} connections";
        }
    }

    private async Task<int> CutAsync(Random random)
    {
        int cut = 0;
        for (int times = random.Next(1, 10); times > 0; times--)
        {
            cut += CutAll(random, random.NextDouble());
            await WaitAsync(random, 0, 0.5);
        }

        return cut;
    }

    private async Task HoldAsync(Random random, Weather weather, double mostSeconds)
    {
        Array.ForEach(proxies, proxy => proxy.Weather = weather);
        await WaitAsync(random, 0.5, mostSeconds);
        Array.ForEach(proxies, proxy => proxy.Weather = Weather.Fair);
    }

    private int CutAll(Random random, double share) => proxies.Sum(proxy => proxy.Cut(random, share));
}
