using ImOrleans.Load.Chat;
using ImOrleans.Load.Checking.Nemeses;
using ImOrleans.Load.Checking.Network;
using ImOrleans.Load.Checking.Recording;
using ImOrleans.Load.Checking.Towns;
using ImOrleans.Load.Checking.Verifying;
using ImOrleans.Load.Servers;

namespace ImOrleans.Load.Checking;

/// <summary>People write while a nemesis works. After that everything is read back and compared with the answers that they got.</summary>
internal static class CheckRun
{
    /// <returns>1 when a promise was broken.</returns>
    public static async Task<int> RunAsync(CheckOptions options)
    {
        string[] names = Arsenal.Names(options);
        Console.WriteLine($"seed {options.Seed}: the same seed, options and build give the same users, texts and faults");
        await using KeptCluster? cluster = options.HasCluster ? new KeptCluster(options) : null;
        await using KeptServer? server = options.Url is null && cluster is null ? new KeptServer(options) : null;

        // Before the start: these are a part of the environment of the server.
        ClockNemesis? clock = names.Contains(ClockNemesis.ItsName) ? ClockOf(server, cluster) : null;
        await using SiloNetworks networks = new(cluster, Arsenal.NeedsSiloNetworks(names));
        await (server?.StartAsync() ?? cluster?.StartAsync() ?? Task.CompletedTask);
        Uri[] urls = cluster?.Urls ?? [server?.Url ?? options.Url!];
        await using Proxies proxies = new(names.Contains("proxy") ? urls : []);
        string path = options.Ledger ?? Path.Combine(Path.GetFullPath(options.Data), $"im-check-{options.Seed}-{Environment.ProcessId}.ledger");
        CheckReport report = new(options);
        using (Ledger ledger = new(path))
        using (Accounts accounts = new(urls))
        {
            ledger.Write(new Fact(FactKind.Begun) { Value = options.Seed, Text = report.Title });
            Town town = new(options, proxies.All.Length > 0 ? [.. proxies.All.Select(proxy => proxy.Url)] : urls, ledger);
            await new Founding(town, accounts).FoundAsync();
            Nemesis[] nemeses = [.. names.Select(Take)];
            await new Siege(town, accounts, nemeses, report).RunAsync();
            report.Saw(town);
            ledger.Write(new Fact(FactKind.Ended));

            Nemesis Take(string name) => name == ClockNemesis.ItsName ? clock!
                : cluster is not null && Arsenal.IsOfClusters(name) ? Arsenal.Take(name, cluster, networks.All, town, report.Recovery)
                : Arsenal.Take(name, server, proxies.All, town, report.Recovery);
        }

        Verdict verdict = Verifier.Judge(() => Ledger.Read(path));
        report.Print(Console.Out, verdict);
        verdict.Print(Console.Out);
        if (verdict.Violations > 0)
        {
            Console.WriteLine($"The ledger of this run is {path}; 'verify {path}' judges it again.");
        }
        else if (options.Ledger is null)
        {
            File.Delete(path);
        }

        return verdict.Violations > 0 ? 1 : 0;
    }

    /// <summary>In a cluster it is the clock of the first silo.</summary>
    private static ClockNemesis ClockOf(KeptServer? server, KeptCluster? cluster) =>
        cluster is null ? new ClockNemesis(server!) : new ClockNemesis(cluster, cluster.Silos[0]);

    /// <summary>Judges a ledger that was kept.</summary>
    public static int Verify(string path)
    {
        Verdict verdict = Verifier.Judge(() => Ledger.Read(path));
        verdict.Print(Console.Out);
        return verdict.Violations > 0 ? 1 : 0;
    }
}
