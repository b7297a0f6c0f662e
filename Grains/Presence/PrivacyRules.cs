using ImOrleans.Protocol.Errors;
using ImOrleans.Protocol.Presence;

namespace ImOrleans.Grains.Presence;

/// <summary>The rules for a change of privacy. Pure.</summary>
internal static class PrivacyRules
{
    /// <exception cref="ImException"><see cref="ErrorCode.InvalidVisibility"/>, <see cref="ErrorCode.InvalidReceipts"/>.</exception>
    public static void Ensure(PresencePrivacy change)
    {
        if (!IsChoice(change.VisibleTo, PresenceVisibility.All))
        {
            throw new ImException(ErrorCode.InvalidVisibility, $"visibleTo is one of {Choices(PresenceVisibility.All)}.");
        }

        if (!IsChoice(change.Receipts, ReceiptVisibility.All))
        {
            throw new ImException(ErrorCode.InvalidReceipts, $"receipts is one of {Choices(ReceiptVisibility.All)}.");
        }
    }

    /// <summary>
    /// Clients that know only <c>visibleTo</c> send nothing for the server's default, so its absence means that, unless the request is
    /// about receipts.
    /// </summary>
    /// <param name="kept">The user's choices so far. A member is null while the user has chosen nothing.</param>
    public static PresencePrivacy Apply(PresencePrivacy change, PresencePrivacy kept) => new()
    {
        VisibleTo = change.VisibleTo is null && change.Receipts is not null ? kept.VisibleTo : Chosen(change.VisibleTo),
        Receipts = change.Receipts is null ? kept.Receipts : Chosen(change.Receipts),
    };

    private static bool IsChoice(string? value, IReadOnlyList<string> all) => value is null or PresencePrivacy.ServerDefault || all.Contains(value);

    private static string Choices(IReadOnlyList<string> all) => string.Join(", ", all.Append(PresencePrivacy.ServerDefault));

    private static string? Chosen(string? value) => value == PresencePrivacy.ServerDefault ? null : value;
}
