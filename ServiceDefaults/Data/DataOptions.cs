using System.ComponentModel.DataAnnotations;

namespace ImOrleans.ServiceDefaults.Data;

/// <summary>Where a process keeps what must survive it.</summary>
internal sealed class DataOptions
{
    public const string Section = "Im";

    /// <summary>Absolute, or relative to the content root.</summary>
    [Required]
    public string DataPath { get; init; } = "data";
}
