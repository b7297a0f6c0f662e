using System.Globalization;

namespace ImOrleans.Gateway.Hosting;

/// <summary>How many files and sockets this process can have open.</summary>
internal static class DescriptorLimit
{
    private const string Limits = "/proc/self/limits";
    private const string Name = "Max open files";

    /// <returns>Null where there is no limit, or the system does not say.</returns>
    public static int? Find() => File.Exists(Limits) ? Parse(File.ReadLines(Limits)) : null;

    /// <summary>The soft limit, which the runtime raises to the hard one when it starts.</summary>
    internal static int? Parse(IEnumerable<string> lines)
    {
        string? line = lines.FirstOrDefault(line => line.StartsWith(Name, StringComparison.Ordinal));
        string? soft = line?[Name.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
        return long.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out long limit) ? (int)Math.Min(limit, int.MaxValue) : null;
    }
}
