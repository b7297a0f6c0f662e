using System.Diagnostics;
using ImOrleans.Load.Checking.Towns;
using ImOrleans.Load.Servers;

namespace ImOrleans.Load.Checking.Nemeses;

/// <summary><c>kill -9</c> of the server, and its restart; sometimes twice, while it is still coming up.</summary>
internal sealed class KillNemesis(KeptServer server, Traffic traffic, Recovery recovery) : Nemesis("kill")
{
    public override async Task<string> StrikeAsync(Random random)
    {
        long killed = Stopwatch.GetTimestamp();
        bool twice = random.Falls(0.2);
        await server.KillAsync();
        if (twice)
        {
            await server.StartAsync();
            await WaitAsync(random, 0, 0.5);
            killed = Stopwatch.GetTimestamp();
            await server.KillAsync();
        }

        traffic.AwaitAcknowledgement();
        Task acknowledged = traffic.NextAcknowledgement;
        await server.StartAsync();
        recovery.Ready(Stopwatch.GetElapsedTime(killed));
        _ = NoteAsync(acknowledged, killed);
        return twice ? "killed the server twice" : "killed the server";
    }

    private async Task NoteAsync(Task acknowledged, long killed)
    {
        await acknowledged;
        recovery.Acknowledged(Stopwatch.GetElapsedTime(killed));
    }
}
