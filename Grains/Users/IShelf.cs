using ImOrleans.Grains.Hosting;
using ImOrleans.Protocol.Conversations;

namespace ImOrleans.Grains.Users;

/// <summary>A part of what a user sees change. Sync walks all shelves in the order of their stamps.</summary>
internal interface IShelf
{
    /// <summary>The highest stamp of a mark that was trimmed. A cursor below it is too old.</summary>
    long Trimmed { get; }

    IEnumerable<IShelfItem> All { get; }

    Task LoadAsync();

    /// <summary>Stores what changed. A cursor may name a stamp only after this.</summary>
    Task WriteAsync();
}

/// <summary>Something on a shelf that changes. An item carries the stamps of its changes, so the shelf is its own change log.</summary>
internal interface IShelfItem
{
    /// <summary>Unique on the shelf.</summary>
    string Key { get; }

    /// <summary>The stamp of the newest change. No two items have the same.</summary>
    long Stamp { get; }

    /// <summary>
    /// The item only reminds of a change, for devices that were away. A device that starts again needs no marks, and a shelf trims them.
    /// </summary>
    bool IsMark { get; }

    /// <summary>The form in which <c>Sync</c> lists it; null for an item that is no conversation of the user now.</summary>
    ConversationHead? Listed { get; }

    IEnumerable<ConversationChange> ChangesSince(long stamp);
}

/// <summary>A stored part of a shelf.</summary>
internal interface IShelfPage<T> : IStatePage
{
    List<T> Entries { get; }

    /// <summary>The highest stamp of a mark that was trimmed from this page.</summary>
    long TrimmedStamp { get; set; }
}
