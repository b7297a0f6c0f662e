using System.Diagnostics;
using ImOrleans.FaultTests.Catching;
using Xunit;

namespace ImOrleans.FaultTests.LostSync;

/// <summary>A kill takes everything with it that was not synced, as a power cut does: then an acknowledgement really has to wait for the disk.</summary>
public sealed class LosingUnsyncedWritesTests
{
    private const string Kills = "--seed 5 --rounds 3 --nemesis kill";

    [Fact]
    public async Task An_acknowledged_message_was_synced_to_disk()
    {
        string library = await BuildAsync();
        Checker.AssertClean(await Checker.RunAsync($"{Kills} --env LD_PRELOAD={library};LOSTSYNC_FOLDER={{data}}"));
    }

    [Fact]
    public async Task A_store_that_does_not_sync_is_caught()
    {
        string library = await BuildAsync();
        CheckOutcome outcome = await Checker.RunAsync(
            $"{Kills} --env LD_PRELOAD={library};LOSTSYNC_FOLDER={{data}};LOSTSYNC_PRETEND=messages.db;LOSTSYNC_PRETEND_AFTER=60");
        Checker.AssertBroken(outcome, "what was acknowledged is stored");
    }

    private static async Task<string> BuildAsync()
    {
        string library = Path.Combine(AppContext.BaseDirectory, $"liblostsync-{Guid.CreateVersion7():N}.so");
        string source = Path.Combine(AppContext.BaseDirectory, "LostSync", "lostsync.c");
        using Process gcc = Process.Start("gcc", ["-shared", "-fPIC", "-O2", "-Wall", "-Werror", "-o", library, source, "-ldl", "-lpthread"]);
        await gcc.WaitForExitAsync();
        Assert.True(gcc.ExitCode == 0, "gcc could not build lostsync.c; what it said stands above.");
        return library;
    }
}
