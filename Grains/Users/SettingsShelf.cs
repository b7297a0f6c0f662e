using ImOrleans.Grains.Hosting;

namespace ImOrleans.Grains.Users;

/// <summary>
/// The second shelf: which settings of the user changed, and the profiles of which people, the user among them. It holds marks only: the
/// values are where they belong. A newer change of the same subject replaces the older one.
/// </summary>
internal sealed class SettingsShelf(StatePages<SettingsPage> pages, UserClock clock, UserOptions options)
{
    private readonly Shelf<SettingsPage, SettingsMark> shelf = new(pages, clock, options.PageSize, options.MaxSettingsMarks);

    public IShelf Shelf => shelf;

    public void Clear() => shelf.Clear();

    /// <param name="kind">
    /// <see cref="Protocol.Conversations.ChangeKind.Profile"/> or <see cref="Protocol.Conversations.ChangeKind.Settings"/>.
    /// </param>
    /// <param name="subject">A user id, or the name of a setting.</param>
    public void Note(string kind, string subject)
    {
        SettingsMark? mark = shelf.Find(SettingsMark.KeyOf(kind, subject));
        if (mark is null)
        {
            mark = new SettingsMark { Kind = kind, Subject = subject };
            shelf.Add(mark);
        }

        shelf.Unmark(mark);
        mark.Stamp = clock.Next();
        shelf.Mark(mark);
    }
}
