using System.ComponentModel.DataAnnotations;
using ImOrleans.Load.Checking;

namespace ImOrleans.Load;

/// <summary>The options of <c>run</c>.</summary>
internal sealed class RunOptions
{
    /// <summary>The address of an ImOrleans that runs already; it is not metered. Without it, the tool starts a server.</summary>
    public Uri? Url { get; init; }

    /// <summary>When not 0, a cluster of so many silos is measured too. It needs what <c>infra/local/cluster</c> needs.</summary>
    [Range(0, 50)]
    public int Silos { get; init; }

    /// <summary>Gateways of that cluster.</summary>
    [Range(1, 50)]
    public int Gateways { get; init; } = 2;

    /// <summary>The stores of that cluster: <c>postgres</c> with Redis, or <c>azure</c>.</summary>
    [AllowedValues("postgres", "azure")]
    public string Store { get; init; } = "postgres";

    /// <summary>Conversations of two, in which both write.</summary>
    [Range(1, 10_000)]
    public int Pairs { get; init; } = 64;

    /// <summary>Sends of one user under way: a number, or a range from which each user draws.</summary>
    [RegularExpression(@"\d{1,3}(\.\.\d{1,3})?")]
    public string Inflight { get; init; } = "1..8";

    [Range(1, 3_600)]
    public int Seconds { get; init; } = 10;

    /// <summary>For each target.</summary>
    [Range(1, 100)]
    public int Slices { get; init; } = 3;

    /// <summary>Before the slices, for each target. Checked like them, but not counted: compiling is not what is measured.</summary>
    [Range(0, 600)]
    public int Warmup { get; init; } = 20;

    /// <summary>Bytes of a message's text.</summary>
    [Range(8, 16_384)]
    public int Body { get; init; } = 300;

    /// <summary>
    /// Milliseconds after which a client of ImOrleans says what it has, when anything came; 0 for never. The baseline has no
    /// acknowledgements.
    /// </summary>
    [Range(0, 60_000)]
    public int AckEvery { get; init; } = 200;

    [AllowedValues("json", "messagepack")]
    public string Protocol { get; init; } = "json";

    /// <summary>Draws the texts and how many sends each user has under way.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>How both servers collect garbage, whatever they are built with; otherwise that would be compared too.</summary>
    public bool ServerGc { get; init; }

    /// <summary>Where the servers keep their data meanwhile. Not in memory: fsync would cost nothing there.</summary>
    [Required]
    public string Data { get; init; } = Path.GetTempPath();

    internal CheckOptions Cluster => new() { Silos = Silos, Gateways = Gateways, Store = Store, Data = Data };

    public (int Least, int Most) InflightRange
    {
        get
        {
            int[] bounds = [.. Inflight.Split("..").Select(int.Parse)];
            return (Math.Max(1, bounds[0]), Math.Max(1, bounds[^1]));
        }
    }

    /// <summary>Prints the verbs, to where the exit code says that it belongs.</summary>
    public static int Explain(int exitCode)
    {
        TextWriter to = exitCode == 0 ? Console.Out : Console.Error;
        to.WriteLine("run [--pairs 64] [--inflight 1..8] [--seconds 10] [--slices 3] [--body 300] [--protocol json|messagepack] ...");
        to.WriteLine("check [--url http://...] [--seed 1] [--messages 20000] [--users 16] [--nemesis kill,pause,proxy] [--ledger file] ...");
        to.WriteLine("applications [--rounds 8] [--messages 1000] [--seed 1] ...");
        to.WriteLine("verify <ledger>");
        to.WriteLine("store");
        to.WriteLine("pages");
        to.WriteLine("baseline --urls http://127.0.0.1:5090 --data <folder>");
        return exitCode;
    }
}
