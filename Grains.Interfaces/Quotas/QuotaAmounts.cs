namespace ImOrleans.Grains.Quotas;

/// <summary>The amounts that one request is about to cause.</summary>
[GenerateSerializer, Immutable, Alias("im.quota-amounts")]
public sealed record QuotaAmounts
{
    /// <summary>New groups.</summary>
    [Id(0)]
    public int Groups { get; init; }

    /// <summary>New direct conversations.</summary>
    [Id(1)]
    public int Conversations { get; init; }

    /// <summary>People who become members of a group, the first members of a new group included, without the user.</summary>
    [Id(2)]
    public int Additions { get; init; }
}
