using System.Diagnostics;
using Xunit;

namespace ImOrleans.EndToEndTests.Clustering;

/// <summary>A cluster of its own, because it is stopped.</summary>
public sealed class StoppingAClusterTests
{
    [Fact]
    public async Task A_stopped_cluster_leaves_no_process_and_no_folder()
    {
        await using LocalCluster cluster = new();
        await cluster.InitializeAsync();
        int[] running = Array.ConvertAll(["redis", "postgres", "silo1", "silo2", "gateway1", "gateway2"], cluster.Pid);
        Assert.All(running, pid => Assert.True(IsRunning(pid)));

        Assert.Equal(0, await cluster.StopAsync());

        Assert.All(running, pid => Assert.False(IsRunning(pid)));
        Assert.False(Directory.Exists(cluster.Folder));
    }

    private static bool IsRunning(int pid)
    {
        try
        {
            using Process process = Process.GetProcessById(pid);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
