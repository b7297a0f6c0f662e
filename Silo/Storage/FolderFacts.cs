using ImOrleans.ServiceDefaults.Data;

namespace ImOrleans.Silo.Storage;

/// <summary>The facts of a silo that has no others: each is a file of its data folder, <c>FACT.id</c>.</summary>
internal sealed class FolderFacts(DataFolder folder) : IStoreFacts
{
    public string Name => $"data folder '{folder.Path}'";

    /// <summary>A silo locks its data folder.</summary>
    public bool IsShared => false;

    public Task OpenAsync() => Task.CompletedTask;

    public async Task<string?> ReadAsync(string fact)
    {
        string file = FileOf(fact);
        return File.Exists(file) && (await File.ReadAllTextAsync(file)).Trim() is { Length: > 0 } value ? value : null;
    }

    public async Task<string> InitializeAsync(string fact, string value)
    {
        if (await ReadAsync(fact) is { } known)
        {
            return known;
        }

        await WriteAsync(fact, value);
        return value;
    }

    public Task WriteAsync(string fact, string value) => File.WriteAllTextAsync(FileOf(fact), value);

    private string FileOf(string fact) => folder.File($"{fact}.id");
}
