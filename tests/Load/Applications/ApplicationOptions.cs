using System.ComponentModel.DataAnnotations;

namespace ImOrleans.Load.Applications;

/// <summary>The options of one application process.</summary>
internal sealed class ApplicationOptions
{
    [Required]
    public Uri Url { get; init; } = null!;

    [Required]
    public string Username { get; init; } = "";

    /// <summary>The file of its store.</summary>
    [Required]
    public string Store { get; init; } = "";

    [Required]
    public string Conversation { get; init; } = "";

    /// <summary>The number of its first message.</summary>
    [Range(1, int.MaxValue)]
    public int From { get; init; } = 1;

    /// <summary>Messages that it writes.</summary>
    [Range(0, 1_000_000)]
    public int Messages { get; init; }
}
