using System.Diagnostics;
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
                OutgoingSend send = new(town, random.Pick(device.Person.Talks), count);
                sends.RemoveAll(send => send.IsCompleted);
                sends.Add(FinishAsync(send, line, room, random.Falls(0.02), cancellation));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(sends);
        }
    }

    private async Task FinishAsync(OutgoingSend send, Line line, SemaphoreSlim room, bool twice, CancellationToken cancellation)
    {
        string failure = "";
        try
        {
            while (await TryAsync(send, line) is { } unknown)
            {
                failure = unknown;
                await Town.PauseAsync(jitter, Math.Min(send.Attempts, 4), cancellation);
                await town.Traffic.WaitUntilOpenAsync(cancellation);
                line = await device.OnlineAsync(cancellation);
            }

            town.Traffic.Settle(send.Count);
            if (twice && !send.IsRefused)
            {
                await TryAsync(send, line); // As a client does that did not hear the answer; the server has to recognise it.
            }
        }
        catch (OperationCanceledException)
        {
            send.Each(number => town.Ledger.Write(
                new Fact(FactKind.Unanswered) { Device = device.Number, Conversation = send.Talk.Number, Message = number,
                    Text = failure }));
        }
        finally
        {
            room.Release();
        }
    }

    /// <returns>Null when the answer is definite, or what hid it.</returns>
    private async Task<string?> TryAsync(OutgoingSend send, Line line)
    {
        send.Attempts++;
        int attempt = send.Attempts;
        send.Each((number, draft) => town.Ledger.Write(New(FactKind.Sent, send, line, number) with
        {
            Value = attempt,
            Hash = Fingerprint.Of(device.Person.UserId, draft),
        }));
        town.Traffic.BeginAttempt();
        long began = Stopwatch.GetTimestamp();
        try
        {
            Hear(send, line, (attempt, began), await line.AskAsync<SendReceipt[]>(nameof(IChatHub.Send), send.Talk.Id, send.Drafts));
            return null;
        }
        catch (Exception failure)
        {
            if (Refusals.Final(failure) is { } code)
            {
                send.IsRefused = true;
                send.Each(number => town.Ledger.Write(New(FactKind.Refused, send, line, number) with { Value = code }));
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

    private void Hear(OutgoingSend send, Line line, (int Number, long Began) attempt, SendReceipt[] receipts)
    {
        foreach (SendReceipt receipt in receipts)
        {
            long number = send.NumberOf(receipt.ClientMessageId);
            town.Ledger.Write(New(receipt.Duplicate ? FactKind.Recognised : FactKind.Acknowledged, send, line, number) with
            {
                Seq = receipt.Seq,
                Value = attempt.Number,
                Hash = (ulong)receipt.SentAt.ToUnixTimeMilliseconds(),
            });
            device.Take(line, send.Talk, receipt.Seq);
        }

        town.Traffic.Acknowledge(send.Talk, attempt.Began, receipts.Length);
    }

    private static Fact New(FactKind kind, OutgoingSend send, Line line, long number) =>
        line.New(kind) with { Conversation = send.Talk.Number, Message = number };
}
