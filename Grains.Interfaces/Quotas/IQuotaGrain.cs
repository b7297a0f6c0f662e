using ImOrleans.Protocol.Errors;

namespace ImOrleans.Grains.Quotas;

/// <summary>Counts the groups, conversations, additions and bytes that one user causes to be stored. Key: the user's id.</summary>
[Alias("im.quota-grain")]
public interface IQuotaGrain : IGrainWithStringKey
{
    /// <summary>
    /// Takes all amounts or none; stored when it returns. The owner of a fact calls it right before it stores the fact, and after all
    /// other checks, so that a refused request costs nothing. A crash between the two writes costs the amounts.
    /// </summary>
    /// <exception cref="ImException">
    /// <see cref="ErrorCode.TooManyGroupsToday"/>, <see cref="ErrorCode.TooManyGroups"/>, <see cref="ErrorCode.TooManyConversations"/>,
    /// <see cref="ErrorCode.TooManyAdditions"/>; <see cref="ErrorCode.StoreUnavailable"/> when the store does not confirm.
    /// </exception>
    [Alias("Take"), ResponseTimeout("00:00:05")]
    Task Take(QuotaAmounts amounts);

    /// <summary>For amounts that were taken and not used.</summary>
    [Alias("GiveBack"), ResponseTimeout("00:00:05")]
    Task GiveBack(QuotaAmounts amounts);

    /// <summary>Bytes that a gateway has seen stored for the user since it last reported. Stored when it returns.</summary>
    /// <returns>For how long the user can store nothing more; zero when the user can go on.</returns>
    [Alias("Report"), ResponseTimeout("00:00:05")]
    Task<TimeSpan> Report(long bytes);
}
