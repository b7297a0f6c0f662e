using ImOrleans.Grains.Hosting;
using ImOrleans.Grains.Users;

namespace ImOrleans.UnitTests.Grains;

/// <summary>A user's index as the user's grain moves it, and the same index read again from the store.</summary>
internal sealed class IndexedUser(UserOptions options)
{
    private static readonly GrainId Id = GrainId.Create("user", "anna");

    private readonly MemoryPages storage = new();

    public MemoryPages Storage => storage;

    /// <summary>The values of settings and profiles, which their owners keep.</summary>
    public Dictionary<string, int> Values { get; } = [];

    public ConversationIndex Index { get; private set; } = null!;

    public SettingsShelf Settings { get; private set; } = null!;

    public Shelves Shelves { get; private set; } = null!;

    public static async Task<IndexedUser> Load(UserOptions options)
    {
        var user = new IndexedUser(options);
        await user.Reload();
        return user;
    }

    public async Task Reload()
    {
        var clock = new UserClock();
        Index = new ConversationIndex(new StatePages<IndexPage>(storage, Id, "index"), clock, options);
        Settings = new SettingsShelf(new StatePages<SettingsPage>(storage, Id, "settings"), clock, options);
        Shelves = new Shelves(clock, Index.Shelf, Settings.Shelf);
        await Shelves.LoadAsync();
    }

    public Task Store() => Shelves.WriteAsync();

    public void Join(int number)
    {
        IndexEntry? known = Index.Find(NameOf(number));
        if (known is { IsMember: true })
        {
            return;
        }

        IndexEntry entry = known ?? Index.Add(NameOf(number));
        Index.Revive(entry);
        entry.Version++;
        (entry.FirstSeq, entry.ReadUpTo, entry.JoinedStamp) = (entry.Head + 1, entry.Head, Index.NextStamp());
        Index.MarkDirty(entry);
    }

    public void Leave(int number)
    {
        if (Index.Member(NameOf(number)) is { } entry)
        {
            Index.End(entry);
        }
    }

    public void Move(int number)
    {
        if (Index.Member(NameOf(number)) is { } entry && entry.Move(entry.Head + 2, entry.HeadOrdinal + 1, 0, Index.NextStamp()))
        {
            Index.MarkDirty(entry);
        }
    }

    public void Read(int number)
    {
        if (Index.Member(NameOf(number)) is { } entry && entry.ReadUpTo < entry.Head && entry.Read(entry.Head, entry.HeadOrdinal, Index.NextStamp()))
        {
            Index.MarkDirty(entry);
        }
    }

    /// <summary>Settings or profiles have other values, which are stored, and so are the marks when the caller is answered.</summary>
    public Task Note(string kind, params IEnumerable<string> subjects)
    {
        foreach (string subject in subjects)
        {
            Values[subject] = Values.GetValueOrDefault(subject) + 1;
            Settings.Note(kind, subject);
        }

        return Store();
    }

    public static string NameOf(int number) => $"g:{number}";
}
