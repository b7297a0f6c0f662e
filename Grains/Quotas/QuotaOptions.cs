using System.ComponentModel.DataAnnotations;

namespace ImOrleans.Grains.Quotas;

/// <summary>The amounts that one user can cause to be stored. Section <c>Im:Quotas</c>. A day is a day of UTC.</summary>
internal sealed class QuotaOptions
{
    public const string Section = "Im:Quotas";

    /// <summary>Groups that a user creates in a day.</summary>
    [Range(1, 10_000_000)]
    public int GroupsPerDay { get; init; } = 50;

    /// <summary>Groups that a user creates in all, also those that the user has left.</summary>
    [Range(1, 10_000_000)]
    public int Groups { get; init; } = 10_000;

    /// <summary>Direct conversations that a user opens in all. Conversations that others open do not count.</summary>
    [Range(1, 10_000_000)]
    public int Conversations { get; init; } = 10_000;

    /// <summary>People that a user adds to groups in a day, the first members of new groups included.</summary>
    [Range(1, 10_000_000)]
    public int AdditionsPerDay { get; init; } = 5_000;

    /// <summary>Bytes of messages that a user has stored in a day: their bodies, and 256 for each message.</summary>
    [Range(1024 * 1024, 1L << 50)]
    public long BytesPerDay { get; init; } = 1L << 30;
}
