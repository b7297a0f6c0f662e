using ImOrleans.Protocol.Conversations;

namespace ImOrleans.Grains.Users;

/// <summary>A stored part of a user's settings shelf.</summary>
[GenerateSerializer, Alias("im.settings-page")]
internal sealed class SettingsPage : IShelfPage<SettingsMark>
{
    [Id(0)]
    public List<SettingsMark> Entries { get; set; } = [];

    [Id(1)]
    public bool HasNext { get; set; }

    /// <inheritdoc/>
    [Id(2)]
    public long TrimmedStamp { get; set; }
}

/// <summary>A setting, or the profile of a person, has changed.</summary>
[GenerateSerializer, Alias("im.settings-mark")]
internal sealed class SettingsMark : IShelfItem
{
    /// <summary><see cref="ChangeKind.Profile"/> or <see cref="ChangeKind.Settings"/>.</summary>
    [Id(0)]
    public required string Kind { get; init; }

    /// <summary>A user id, or the name of a setting.</summary>
    [Id(1)]
    public required string Subject { get; init; }

    [Id(2)]
    public long Stamp { get; set; }

    public string Key => KeyOf(Kind, Subject);

    public bool IsMark => true;

    public ConversationHead? Listed => null;

    public static string KeyOf(string kind, string subject) => $"{kind} {subject}";

    public IEnumerable<ConversationChange> ChangesSince(long stamp)
    {
        if (Stamp > stamp)
        {
            yield return Kind == ChangeKind.Profile
                ? new ConversationChange { Kind = Kind, UserId = Subject }
                : new ConversationChange { Kind = Kind, Setting = Subject };
        }
    }
}
