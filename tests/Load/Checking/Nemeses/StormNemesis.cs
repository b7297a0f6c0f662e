using System.Diagnostics;
using System.Globalization;
using ImOrleans.Load.Checking.Devices;
using ImOrleans.Load.Checking.Towns;

namespace ImOrleans.Load.Checking.Nemeses;

/// <summary>Everybody loses the connection at one moment, and comes back.</summary>
internal sealed class StormNemesis(Town town, Recovery recovery) : Nemesis("storm")
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public override async Task<string> StrikeAsync(Random random)
    {
        IReadOnlyList<Device> devices = town.Devices;
        int[] before = [.. devices.Select(device => device.Connections)];
        long began = Stopwatch.GetTimestamp();
        await Task.WhenAll(devices.Select(device => device.DropAsync()));
        using PeriodicTimer steps = new(TimeSpan.FromMilliseconds(20));
        while (Stopwatch.GetElapsedTime(began) < Patience && !devices.Where((device, index) => device.Connections > before[index] && device.IsSynced).Skip(devices.Count - 1).Any())
        {
            await steps.WaitForNextTickAsync();
        }

        TimeSpan took = Stopwatch.GetElapsedTime(began);
        recovery.Stormed(took);
        return string.Create(CultureInfo.InvariantCulture, $"dropped all {devices.Count} connections; all were synced again after {took.TotalSeconds:F1} s");
    }
}
