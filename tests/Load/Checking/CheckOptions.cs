using System.ComponentModel.DataAnnotations;

namespace ImOrleans.Load.Checking;

/// <summary>The options of <c>check</c>.</summary>
internal sealed class CheckOptions : IValidatableObject
{
    /// <summary>A deployment that runs already: only its connections and clients are disturbed. When absent, a server is started.</summary>
    public Uri? Url { get; init; }

    /// <summary>
    /// When not 0, <c>infra/local/cluster</c> is started with so many silos instead of one process. It needs the working copy, Redis and
    /// PostgreSQL.
    /// </summary>
    [Range(0, 50)]
    public int Silos { get; init; }

    /// <summary>Gateways of that cluster.</summary>
    [Range(1, 50)]
    public int Gateways { get; init; } = 2;

    /// <summary>The stores of that cluster: <c>postgres</c> with Redis, or <c>azure</c>.</summary>
    [Required]
    public string Store { get; init; } = "postgres";

    /// <summary>Streams of that cluster: <c>long-poll</c> or <c>eventhubs</c>.</summary>
    [Required]
    public string Streams { get; init; } = "long-poll";

    /// <summary>Draws users' habits, texts, members, and what happens when.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>To be sent in all rounds together.</summary>
    [Range(1, 100_000_000)]
    public int Messages { get; init; } = 20_000;

    /// <summary>The nemesis strikes once in each.</summary>
    [Range(1, 10_000)]
    public int Rounds { get; init; } = 8;

    [Range(2, 10_000)]
    public int Users { get; init; } = 12;

    /// <summary>Devices of each user.</summary>
    [Range(1, 20)]
    public int Devices { get; init; } = 2;

    /// <summary>Conversations of two.</summary>
    [Range(1, 100_000)]
    public int Directs { get; init; } = 10;

    /// <summary>Conversations of 3 to 8, to which members are added and from which they are removed meanwhile.</summary>
    [Range(0, 10_000)]
    public int Groups { get; init; } = 4;

    /// <summary>Sends of one device under way at most.</summary>
    [Range(1, 64)]
    public int Inflight { get; init; } = 4;

    /// <summary>The kinds of fault, separated by commas; the README says what each needs. <c>none</c> for a quiet run.</summary>
    [Required]
    public string Nemesis { get; init; } = "kill,pause,proxy,storm,client";

    /// <summary>Seconds within which every device has to have everything after a fault.</summary>
    [Range(1, 600)]
    public int Repair { get; init; } = 10;

    /// <summary>Where everything that happens is written; kept. When absent, it is deleted after a run without a violation.</summary>
    public string? Ledger { get; init; }

    /// <summary>Where the server keeps its data meanwhile: a folder on a disk.</summary>
    [Required]
    public string Data { get; init; } = Path.GetTempPath();

    /// <summary>The assembly to start instead of the silo beside this one, for every silo of a cluster.</summary>
    public string? Program { get; init; }

    /// <summary>Settings of the server that is started: <c>Im:A:B=1;Im:C:D=2</c>.</summary>
    public string Set { get; init; } = "";

    /// <summary>Environment variables of the server that is started: <c>A=1;B=2</c>. <c>{data}</c> stands for its data folder.</summary>
    public string Env { get; init; } = "";

    internal bool HasCluster => Silos > 0;

    public string[] Nemeses => [.. Nemesis.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(name => name != "none")];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Directs > Users * (Users - 1) / 2)
        {
            yield return new ValidationResult($"--directs is {Directs}; {Users} users have at most {Users * (Users - 1) / 2} conversations of two.");
        }

        if (Store is not ("postgres" or "azure") || Streams is not ("long-poll" or "eventhubs"))
        {
            yield return new ValidationResult("--store is postgres or azure, and --streams is long-poll or eventhubs.");
        }

        if (HasCluster && (Url is not null || Env.Length > 0))
        {
            yield return new ValidationResult("--url and --env are for one server; with --silos a cluster is started.");
        }

        if (Url is not null && (Program is not null || Set.Length > 0 || Env.Length > 0))
        {
            yield return new ValidationResult("--program, --set and --env are for a server that is started; with --url none is.");
        }
    }
}
