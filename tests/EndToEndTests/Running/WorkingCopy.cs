namespace ImOrleans.EndToEndTests.Running;

/// <summary>The working copy that the tests were built from.</summary>
public static class WorkingCopy
{
    public static string Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    private static string Find(DirectoryInfo? folder)
    {
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "ImOrleans.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException($"No ImOrleans.sln above {AppContext.BaseDirectory}.");
    }
}
