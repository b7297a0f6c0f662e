namespace ImOrleans.Load.Checking.Nemeses;

/// <summary>
/// The store fails before it commits, after it has, or long after its caller got the failure. This needs a server that reads the file
/// <c>store-faults</c> in its data folder. The text of that file is the share of appends and of writes of grain states that fail.
/// </summary>
/// <param name="folders">The data folder of the server, or of each silo.</param>
internal sealed class StoreNemesis(params string[] folders) : Nemesis("store")
{
    public override async Task<string> StrikeAsync(Random random)
    {
        string[] files = Array.ConvertAll(folders, static folder => Path.Combine(folder, "store-faults"));
        string share = random.Pick<string>(["0.02", "0.1", "0.3"]);
        await Task.WhenAll(files.Select(file => File.WriteAllTextAsync(file, share)));
        await WaitAsync(random, 0.5, 3);
        Array.ForEach(files, File.Delete);
        await WaitAsync(random, 1, 1.2);
        return $"let a share of {share} of the writes fail";
    }
}
