using System.Globalization;
using ImOrleans.Load.Servers;

namespace ImOrleans.Load.Checking.Nemeses;

/// <summary>
/// <c>SIGSTOP</c>, then <c>SIGCONT</c>: for a moment, for longer than clients wait for a word (6 s), or for longer than any lease holds (30 s).
/// </summary>
internal sealed class PauseNemesis(KeptServer server) : Nemesis("pause")
{
    public override async Task<string> StrikeAsync(Random random)
    {
        double seconds = random.NextDouble() switch { < 0.7 => 0.2 + (2 * random.NextDouble()), < 0.95 => 9, _ => 35 };
        await server.SignalAsync("STOP");
        await Task.Delay(TimeSpan.FromSeconds(seconds));
        await server.SignalAsync("CONT");
        return string.Create(CultureInfo.InvariantCulture, $"stopped the server for {seconds:F1} s");
    }
}
