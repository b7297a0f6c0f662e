namespace ImOrleans.Grains.Users;

/// <summary>A stored part of a user's conversation index.</summary>
[GenerateSerializer, Alias("im.index-page")]
internal sealed class IndexPage : IShelfPage<IndexEntry>
{
    [Id(0)]
    public List<IndexEntry> Entries { get; set; } = [];

    [Id(1)]
    public bool HasNext { get; set; }

    /// <summary>The highest stamp of an ended membership that is no longer remembered: older cursors need the whole index.</summary>
    [Id(2)]
    public long TrimmedStamp { get; set; }

    /// <summary>The account was deleted. Only the first page has this mark.</summary>
    [Id(3)]
    public bool IsClosed { get; set; }
}
