using System.ComponentModel.DataAnnotations;
using System.Globalization;
using ImOrleans.Load.Servers;

namespace ImOrleans.Load.Checking.Nemeses;

/// <summary>
/// The clock of the server, or of one silo, jumps forward or back, by seconds to hours, and later back to what is right (Debian's
/// <c>faketime</c>).
/// </summary>
internal sealed class ClockNemesis : Nemesis
{
    public const string ItsName = "clock";

    private readonly string what;
    private readonly string file;

    /// <exception cref="ValidationException">The library is not installed.</exception>
    public ClockNemesis(KeptServer server)
        : this("the server", server.DataPath)
    {
        foreach ((string name, string value) in Environment(Library()))
        {
            server.SetEnvironment(name, value);
        }
    }

    /// <param name="silo">Whose clock it is. The others stay right.</param>
    /// <exception cref="ValidationException">The library is not installed.</exception>
    public ClockNemesis(KeptCluster cluster, string silo)
        : this(silo, cluster.Folder) =>
        cluster.AddEnvironment(silo, Environment(Library()).Select(variable => $"export {variable.Name}='{variable.Value}'"));

    private ClockNemesis(string what, string folder)
        : base(ItsName)
    {
        (this.what, file) = (what, Path.Combine(folder, ItsName));
        Set(0);
    }

    public override async Task<string> StrikeAsync(Random random)
    {
        int jump = random.Pick<int>([2, 60, 600, 7_200, 90_000]) * (random.Falls(0.5) ? 1 : -1);
        Set(jump);
        await WaitAsync(random, 1.5, 4);
        Set(0);
        await WaitAsync(random, 1.2, 1.5); // The library looks once a second.
        return string.Create(CultureInfo.InvariantCulture, $"set the clock of {what} by {jump:+0;-0} s and back");
    }

    private static string Library()
    {
        EnumerationOptions deep = new() { RecurseSubdirectories = true, MaxRecursionDepth = 3 };
        return (Directory.Exists("/usr/lib") ? Directory.EnumerateFiles("/usr/lib", "libfaketimeMT.so.1", deep).FirstOrDefault() : null)
            ?? throw new ValidationException("--nemesis clock needs libfaketime: apt-get install faketime.");
    }

    private (string Name, string Value)[] Environment(string library) =>
    [
        ("LD_PRELOAD", library),
        ("FAKETIME_TIMESTAMP_FILE", file),
        ("FAKETIME_CACHE_DURATION", "1"),

        // The monotonic clock goes on, as on a machine whose clock is set.
        ("FAKETIME_DONT_FAKE_MONOTONIC", "1"),
        ("DONT_FAKE_MONOTONIC", "1"),
    ];

    private void Set(int seconds)
    {
        // In one step: the server must not read half of it.
        File.WriteAllText($"{file}.new", string.Create(CultureInfo.InvariantCulture, $"{seconds:+0;-0;+0}\n"));
        File.Move($"{file}.new", file, overwrite: true);
    }
}
