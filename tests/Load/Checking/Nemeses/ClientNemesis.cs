using ImOrleans.Load.Checking.Devices;
using ImOrleans.Load.Checking.Towns;

namespace ImOrleans.Load.Checking.Nemeses;

/// <summary>Some devices lose their connections, some all that they knew.</summary>
internal sealed class ClientNemesis(Town town) : Nemesis("client")
{
    public override async Task<string> StrikeAsync(Random random)
    {
        int dropped = 0;
        int reset = 0;
        foreach (Device device in town.Devices.Where(_ => random.Falls(0.4)))
        {
            bool anew = random.Falls(0.3);
            await (anew ? device.ResetAsync() : device.DropAsync());
            (dropped, reset) = anew ? (dropped, reset + 1) : (dropped + 1, reset);
            await WaitAsync(random, 0, 0.05);
        }

        return $"killed {dropped} clients, and {reset} that kept nothing";
    }
}
