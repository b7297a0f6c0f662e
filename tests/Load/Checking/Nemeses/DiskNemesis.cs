using ImOrleans.Load.Checking.Towns;
using ImOrleans.Load.Servers;

namespace ImOrleans.Load.Checking.Nemeses;

/// <summary>
/// No file of the server may grow (<c>RLIMIT_FSIZE</c>): the store meets what it meets on a full disk. Then there is room again, and it has
/// to go on; a server that does not is started again, and that is counted.
/// </summary>
internal sealed class DiskNemesis(KeptServer server, Traffic traffic, Recovery recovery) : Nemesis("disk")
{
    private const long Room = 64 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public override async Task<string> StrikeAsync(Random random)
    {
        await server.LimitFilesAsync(Room);
        await WaitAsync(random, 0.5, 3);
        traffic.AwaitAcknowledgement();
        Task acknowledged = traffic.NextAcknowledgement;
        if (!server.HasExited)
        {
            await server.LimitFilesAsync(null);
            if (traffic.IsClosed || await Task.WhenAny(acknowledged, Task.Delay(Patience)) == acknowledged || traffic.Open == 0)
            {
                return "filled the disk, then made room";
            }
        }

        recovery.NoteRestart(server.HasExited ? "the server ended when the disk was full" : "the server stored nothing for 10 s after there was room again");
        await server.KillAsync();
        await server.StartAsync();
        return "filled the disk, then made room and restarted the server";
    }
}
