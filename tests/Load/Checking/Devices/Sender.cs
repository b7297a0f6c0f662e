using ImOrleans.Load.Checking.Recording;
using ImOrleans.Load.Checking.Towns;
using ImOrleans.Protocol.Hubs;
using ImOrleans.Protocol.Messages;

namespace ImOrleans.Load.Checking.Devices;

/// <summary>Sends what is left of a round, and repeats each send with its ids until it has a definite answer; sometimes once more after that.</summary>
internal sealed class Sender(Town town, Device device, Random random)
{
    private static readonly TimeSpan RoundPause = TimeSpan.FromMilliseconds(50);
    private readonly Random jitter = new(random.Next());

    public async Task RunAsync(CancellationToken cancellation)
    {
        using SemaphoreSlim room = new(random.Next(1, town.Options.Inflight + 1));
        List<Task> sends = [];
        try
        {
            while (true)
            {
                await town.Traffic.WaitUntilOpenAsync(cancellation);
                await room.WaitAsync(cancellation);
                Line line = await device.OnlineAsync(cancellation);
                int count = town.Traffic.Take(random.Falls(0.1) ? random.Next(2, 6) : 1);
                if (count == 0)
                {
                    room.Release();
                    await Task.Delay(RoundPause, cancellation);
                    continue;
                }

                // One loop makes all first attempts, so that their order is known: the server has to keep it.
                Letter letter = new(town, random.Pick(device.Person.Talks), count);
                sends.RemoveAll(send => send.IsCompleted);
                sends.Add(FinishAsync(letter, line, room, random.Falls(0.02), cancellation));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(sends);
        }
    }

    private async Task FinishAsync(Letter letter, Line line, SemaphoreSlim room, bool twice, CancellationToken cancellation)
    {
        string failure = "";
        try
        {
            while (await TryAsync(letter, line) is { } unknown)
            {
                failure = unknown;
                await Town.PauseAsync(jitter, Math.Min(letter.Attempts, 4), cancellation);
                await town.Traffic.WaitUntilOpenAsync(cancellation);
                line = await device.OnlineAsync(cancellation);
            }

            town.Traffic.Settle(letter.Count);
            if (twice && !letter.IsRefused)
            {
                await TryAsync(letter, line); // As a client does that did not hear the answer; the server has to recognise it.
            }
        }
        catch (OperationCanceledException)
        {
            letter.Each(number => town.Ledger.Write(
                new Fact(FactKind.Unanswered) { Device = device.Number, Conversation = letter.Talk.Number, Message = number, Text = failure }));
        }
        finally
        {
            room.Release();
        }
    }

    /// <returns>Null when the answer is definite, or what hid it.</returns>
    private async Task<string?> TryAsync(Letter letter, Line line)
    {
        letter.Attempts++;
        int attempt = letter.Attempts;
        letter.Each((number, draft) => town.Ledger.Write(New(FactKind.Sent, letter, line, number) with
        {
            Value = attempt,
            Hash = Fingerprint.Of(device.Person.UserId, draft),
        }));
        town.Traffic.BeginAttempt();
        try
        {
            Hear(letter, line, attempt, await line.AskAsync<SendReceipt[]>(nameof(IChatHub.Send), letter.Talk.Id, letter.Drafts));
            return null;
        }
        catch (Exception failure)
        {
            if (Refusals.Final(failure) is { } code)
            {
                letter.IsRefused = true;
                letter.Each(number => town.Ledger.Write(New(FactKind.Refused, letter, line, number) with { Value = code }));
                return null;
            }

            town.Traffic.NoteUnknown();
            return failure.Message;
        }
        finally
        {
            town.Traffic.EndAttempt();
        }
    }

    private void Hear(Letter letter, Line line, int attempt, SendReceipt[] receipts)
    {
        foreach (SendReceipt receipt in receipts)
        {
            long number = letter.NumberOf(receipt.ClientMessageId);
            town.Ledger.Write(New(receipt.Duplicate ? FactKind.Recognised : FactKind.Acknowledged, letter, line, number) with
            {
                Seq = receipt.Seq,
                Value = attempt,
                Hash = (ulong)receipt.SentAt.ToUnixTimeMilliseconds(),
            });
            device.Take(line, letter.Talk, receipt.Seq);
        }

        town.Traffic.Acknowledge(receipts.Length);
    }

    private static Fact New(FactKind kind, Letter letter, Line line, long number) =>
        line.New(kind) with { Conversation = letter.Talk.Number, Message = number };
}
