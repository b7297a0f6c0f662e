namespace ImOrleans.Grains.Quotas;

/// <summary>The amounts that a user has used.</summary>
[GenerateSerializer, Alias("im.quota-state")]
internal sealed record QuotaState
{
    /// <summary>
    /// Days since 0001-01-01, of UTC: the day of <see cref="GroupsToday"/>, <see cref="AdditionsToday"/> and <see cref="BytesToday"/>.
    /// </summary>
    [Id(0)]
    public int Day { get; init; }

    [Id(1)]
    public int GroupsToday { get; init; }

    /// <summary>Ever.</summary>
    [Id(2)]
    public int Groups { get; init; }

    /// <summary>Ever.</summary>
    [Id(3)]
    public int Conversations { get; init; }

    [Id(4)]
    public int AdditionsToday { get; init; }

    [Id(5)]
    public long BytesToday { get; init; }
}
