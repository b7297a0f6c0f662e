using System.Globalization;

namespace ImOrleans.FaultySilo;

/// <summary>The share of writes that are to fail: what the file <c>store-faults</c> in the data folder says, none without it.</summary>
internal sealed class FaultShare(string folder)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);
    private readonly string file = Path.Combine(folder, "store-faults");
    private long lookedAt;
    private double share;

    /// <summary>Whether this write is one of them.</summary>
    public bool Falls()
    {
        if (Environment.TickCount64 - lookedAt > Look.TotalMilliseconds)
        {
            lookedAt = Environment.TickCount64;
            try
            {
                share = File.Exists(file) && double.TryParse(File.ReadAllText(file), CultureInfo.InvariantCulture, out double read) ? read : 0;
            }
            catch (IOException)
            {
                share = 0; // Deleted between the two.
            }
        }

        return Random.Shared.NextDouble() < share;
    }
}
