using ImOrleans.Grains.Conversations;
using ImOrleans.Protocol.Accounts;
using ImOrleans.Protocol.Conversations;

namespace ImOrleans.Grains.Users;

/// <summary>Changed profiles for a user's devices: the user's own, and those of people in the user's conversations.</summary>
internal sealed class ProfileChanges(string userId, ConversationIndex index, SettingsShelf settings, IUserDirectory directory)
{
    /// <summary>
    /// Stamps the shelves. A direct conversation with the person gets another title too, which is all that older clients understand.
    /// </summary>
    /// <returns>The changes to push to the devices after the shelves are stored.</returns>
    public ConversationChange[] Note(UserProfile profile)
    {
        settings.Note(ChangeKind.Profile, profile.UserId);
        var change = new ConversationChange { Kind = ChangeKind.Profile, UserId = profile.UserId, Profile = profile };
        if (index.Member(ConversationKey.Direct(userId, profile.UserId)) is not { } direct)
        {
            return [change];
        }

        direct.UpdatedStamp = index.NextStamp();
        index.MarkDirty(direct);
        return [change, Titled(new ConversationChange { Kind = ChangeKind.Updated, ConversationId = direct.ConversationId }, profile)];
    }

    /// <summary>Adds profiles and titles, which no shelf keeps, in one read of the directory.</summary>
    public async Task<ConversationChange[]> CompleteAsync(ConversationChange[] changes)
    {
        string[] userIds = [.. changes.Select(SubjectOf).OfType<string>().Distinct()];
        if (userIds.Length == 0)
        {
            return changes;
        }

        IReadOnlyDictionary<string, UserProfile> profiles = await directory.FindAsync(userIds);
        return Array.ConvertAll(changes, change => SubjectOf(change) is { } id && profiles.TryGetValue(id, out UserProfile? profile)
            ? change.Kind == ChangeKind.Profile ? change with { Profile = profile } : Titled(change, profile)
            : change);
    }

    private string? SubjectOf(ConversationChange change) => change switch
    {
        { Kind: ChangeKind.Profile } => change.UserId,
        { Kind: ChangeKind.Updated, ConversationId: { } id } when !ConversationKey.IsGroup(id) => ConversationKey.PeerOf(id, userId),
        _ => null,
    };

    private static ConversationChange Titled(ConversationChange change, UserProfile other) =>
        change with { UserId = other.UserId, Title = other.DisplayName };
}
