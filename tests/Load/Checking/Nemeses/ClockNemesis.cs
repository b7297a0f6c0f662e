using System.ComponentModel.DataAnnotations;
using System.Globalization;
using ImOrleans.Load.Servers;

namespace ImOrleans.Load.Checking.Nemeses;

/// <summary>
/// The server's clock jumps forward or back, by seconds to hours, and later back to what is right (Debian's <c>faketime</c>).
/// </summary>
internal sealed class ClockNemesis : Nemesis
{
    public const string ItsName = "clock";

    private readonly string file;

    /// <exception cref="ValidationException">The library is not installed.</exception>
    public ClockNemesis(KeptServer server)
        : base(ItsName)
    {
        string library = Directory.Exists("/usr/lib")
            ? Directory.EnumerateFiles("/usr/lib", "libfaketimeMT.so.1", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 3 }).FirstOrDefault("")
            : "";
        if (library.Length == 0)
        {
            throw new ValidationException("--nemesis clock needs libfaketime: apt-get install faketime.");
        }

        file = Path.Combine(server.DataPath, "clock");
        Set(0);
        server.SetEnvironment("LD_PRELOAD", library);
        server.SetEnvironment("FAKETIME_TIMESTAMP_FILE", file);
        server.SetEnvironment("FAKETIME_CACHE_DURATION", "1");

        // The monotonic clock goes on, as on a machine whose clock is set.
        server.SetEnvironment("FAKETIME_DONT_FAKE_MONOTONIC", "1");
        server.SetEnvironment("DONT_FAKE_MONOTONIC", "1");
    }

    public override async Task<string> StrikeAsync(Random random)
    {
        int jump = random.Pick<int>([2, 60, 600, 7_200, 90_000]) * (random.Falls(0.5) ? 1 : -1);
        Set(jump);
        await WaitAsync(random, 1.5, 4);
        Set(0);
        await WaitAsync(random, 1.2, 1.5); // The library looks once a second.
        return string.Create(CultureInfo.InvariantCulture, $"set the server's clock by {jump:+0;-0} s and back");
    }

    private void Set(int seconds)
    {
        // In one step: the server must not read half of it.
        File.WriteAllText($"{file}.new", string.Create(CultureInfo.InvariantCulture, $"{seconds:+0;-0;+0}\n"));
        File.Move($"{file}.new", file, overwrite: true);
    }
}
