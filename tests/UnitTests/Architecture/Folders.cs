namespace ImOrleans.UnitTests.Architecture;

/// <summary>
/// Which folder of a project uses which other one. Deeper folders count on their own; the files at the root compose, and use everything.
/// </summary>
internal sealed class Folders
{
    private const string Root = "";

    private readonly Dictionary<string, SortedDictionary<string, List<string>>> uses = new(StringComparer.Ordinal);

    public Folders(IEnumerable<SourceFile> files)
    {
        SourceFile[] all = [.. files];
        ILookup<string, SourceFile> declaring = all.SelectMany(file => file.Declared.Select(name => (name, file))).ToLookup(one => one.name, one => one.file);
        foreach (SourceFile file in all.Where(file => file.Folder != Root))
        {
            foreach (string name in file.Names)
            {
                SourceFile[] seen = [.. declaring[name].Where(file.Sees)];
                if (seen.Length > 0 && !Array.Exists(seen, other => other.Folder == file.Folder))
                {
                    Note(file.Folder, seen[0].Folder, $"{file.Path}: {name} of {seen[0].Path}");
                }
            }
        }
    }

    /// <summary>The uses of names that the root declares, one line for each file and name.</summary>
    public IReadOnlyList<string> UsesOfRoot => [.. uses.Values.SelectMany(used => used.GetValueOrDefault(Root, []))];

    /// <summary>Each circle in words: its folders, and the files that close it. Circles that share a folder are one.</summary>
    public IReadOnlyList<string> Circles => [.. uses.Keys
        .Select(folder => uses.Keys.Where(other => Reaches(folder, other) && Reaches(other, folder)).Order(StringComparer.Ordinal).ToArray())
        .Where(circle => circle.Length > 1)
        .Select(Describe)
        .Distinct()];

    private void Note(string from, string to, string where)
    {
        SortedDictionary<string, List<string>> used = uses.TryGetValue(from, out var known) ? known : uses[from] = new(StringComparer.Ordinal);
        (used.TryGetValue(to, out List<string>? files) ? files : used[to] = []).Add(where);
    }

    private bool Reaches(string from, string to)
    {
        HashSet<string> reached = [];
        Queue<string> open = new([from]);
        while (open.TryDequeue(out string? folder))
        {
            foreach (string next in uses.GetValueOrDefault(folder)?.Keys.Where(reached.Add) ?? [])
            {
                open.Enqueue(next);
            }
        }

        return reached.Contains(to);
    }

    private string Describe(string[] circle) => string.Join(
        Environment.NewLine,
        [
            string.Join(" <-> ", circle),
            .. from folder in circle
               from used in uses[folder]
               where circle.Contains(used.Key)
               from file in used.Value
               select $"  {folder} -> {used.Key}: {file}",
        ]);
}
