using ImOrleans.Load.Checking.Recording;
using ImOrleans.Load.Checking.Towns;
using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Hubs;

namespace ImOrleans.Load.Checking.Devices;

/// <summary>Tells the server what the device has, and now and then what its user has read; sometimes, as a confused client would, less than before.</summary>
internal sealed class Acknowledging(Town town, Device device, Line line, Random random)
{
    private readonly Dictionary<Talk, long> delivered = [];

    /// <summary>Ends with the connection.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using PeriodicTimer rounds = new(town.Patience.AcknowledgeEvery);
        try
        {
            while (await rounds.WaitForNextTickAsync(cancellation))
            {
                await TryAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // The connection has ended.
        }
    }

    private async Task TryAsync()
    {
        try
        {
            await SendAsync();
        }
        catch (Exception failure)
        {
            town.Note(failure); // Positions are cumulative: the next round says it again.
        }
    }

    private async Task SendAsync()
    {
        KeyValuePair<Talk, long>[] moved = [.. device.Memory.Positions.Where(talk => talk.Value > delivered.GetValueOrDefault(talk.Key))];
        if (moved.Length == 0)
        {
            return;
        }

        ConversationPosition[] positions = [.. moved.Take(200).Select(talk => new ConversationPosition { ConversationId = talk.Key.Id, Seq = Perhaps(talk.Value) })];
        await line.CallAsync(nameof(IChatHub.Delivered), [positions]);
        foreach ((Talk talk, long seq) in moved)
        {
            delivered[talk] = seq;
        }

        if (random.Falls(0.3))
        {
            (Talk talk, long seq) = random.Pick(moved);
            await ReadAsync(talk, Perhaps(seq));
        }
    }

    private async Task ReadAsync(Talk talk, long seq)
    {
        await line.CallAsync(nameof(IChatHub.Read), talk.Id, seq);
        town.Ledger.Write(line.New(FactKind.ReadConfirmed) with { Conversation = talk.Number, Seq = seq, User = device.Person.Number });
    }

    private long Perhaps(long seq) => random.Falls(0.05) ? random.NextInt64(seq + 1) : seq;
}
