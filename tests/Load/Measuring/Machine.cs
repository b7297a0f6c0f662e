using System.Globalization;

namespace ImOrleans.Load.Measuring;

/// <summary>The use of the whole machine since it was started.</summary>
internal static class Machine
{
    private const int TicksPerSecond = 100;
    private static readonly int[] Idle = [3, 4];

    /// <summary>
    /// Processor time of everybody: user, nice, system, interrupts and what the host took away, but neither idle nor waiting.
    /// </summary>
    public static TimeSpan BusyTime()
    {
        // "cpu  user nice system idle iowait irq softirq steal guest guest_nice"; guests are counted in user already.
        string[] fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        long ticks = fields.Skip(1).Take(8).Where((_, index) => !Idle.Contains(index)).Sum(field => long.Parse(field, CultureInfo.InvariantCulture));
        return TimeSpan.FromSeconds((double)ticks / TicksPerSecond);
    }
}
