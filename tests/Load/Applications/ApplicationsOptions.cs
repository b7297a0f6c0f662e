using System.ComponentModel.DataAnnotations;

namespace ImOrleans.Load.Applications;

/// <summary>The options of <c>applications</c>.</summary>
internal sealed class ApplicationsOptions
{
    public int Seed { get; init; } = 1;

    /// <summary>In each round both applications are killed once, and the server in every other one.</summary>
    [Range(1, 1000)]
    public int Rounds { get; init; } = 6;

    /// <summary>Messages that each application writes in a round.</summary>
    [Range(1, 100_000)]
    public int Messages { get; init; } = 200;

    /// <summary>Where the data folders are made; on a disk.</summary>
    public string Data { get; init; } = Path.GetTempPath();

    /// <summary>The assembly to start instead of the silo beside this one.</summary>
    public string? Program { get; init; }

    /// <summary>Another version of this assembly, which runs the applications, and so another version of the SDK.</summary>
    public string? Application { get; init; }
}
