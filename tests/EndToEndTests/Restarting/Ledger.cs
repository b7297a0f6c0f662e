using System.Collections.Concurrent;
using ImOrleans.EndToEndTests.People;
using ImOrleans.Protocol.Messages;
using Xunit;

namespace ImOrleans.EndToEndTests.Restarting;

/// <summary>The attempts and acknowledgements as the senders saw them: the other side of the promise.</summary>
public sealed class Ledger
{
    private readonly ConcurrentDictionary<string, Attempt> attempts = new();
    private readonly ConcurrentDictionary<string, SendReceipt> receipts = new();

    public int Acknowledged => receipts.Count;

    public IEnumerable<Attempt> Unacknowledged => attempts.Values.Where(attempt => !receipts.ContainsKey(attempt.Draft.ClientMessageId));

    public IEnumerable<Attempt> Attempts => attempts.Values;

    /// <summary>Sends and writes down what came of it; a connection that broke is no answer.</summary>
    /// <returns>Whether it was acknowledged.</returns>
    public async Task<bool> SendAsync(Connection sender, string conversationId, MessageDraft draft)
    {
        attempts[draft.ClientMessageId] = new Attempt(conversationId, sender.Device.UserId, draft);
        try
        {
            SendReceipt receipt = (await sender.SendAsync(conversationId, draft))[0];
            Assert.Equal((conversationId, draft.ClientMessageId, false), (receipt.ConversationId, receipt.ClientMessageId, receipt.Duplicate));
            receipts[draft.ClientMessageId] = receipt;
            return true;
        }
        catch (Exception e) when (e is not Xunit.Sdk.XunitException)
        {
            return false;
        }
    }

    /// <summary>An unacknowledged one again, after which it is acknowledged.</summary>
    public async Task RetryAsync(Connection sender, Attempt attempt) =>
        receipts[attempt.Draft.ClientMessageId] = (await sender.SendAsync(attempt.ConversationId, attempt.Draft))[0];

    /// <summary>
    /// Each acknowledged message is stored once, under the number of its receipt. No message was invented, and no number is missing.
    /// </summary>
    public void EnsureKept(string conversationId, Message[] stored)
    {
        Assert.Equal(Enumerable.Range(1, stored.Length).Select(seq => (long)seq), stored.Select(message => message.Seq));
        Message[] said = [.. stored.Where(message => message.Kind != MessageKind.Notice)];
        Assert.Equal(said.Length, said.Select(message => message.ClientMessageId).Distinct().Count());
        Dictionary<string, Message> byId = said.ToDictionary(message => message.ClientMessageId);
        foreach (SendReceipt receipt in receipts.Values.Where(receipt => receipt.ConversationId == conversationId))
        {
            Assert.True(byId.TryGetValue(receipt.ClientMessageId, out Message? message), $"{receipt} was acknowledged and is gone.");
            Assert.Equal((receipt.Seq, receipt.MessageId, receipt.SentAt), (message!.Seq, message.MessageId, message.SentAt));
        }

        foreach (Message message in said)
        {
            Assert.True(attempts.TryGetValue(message.ClientMessageId, out Attempt? attempt), $"{message} is stored and nobody sent it.");
            Assert.Equal(
                (attempt!.ConversationId, attempt.SenderId, attempt.Draft.Content), (message.ConversationId, message.SenderId, message.Content));
        }
    }
}

/// <summary>Something that was sent, whether or not it arrived.</summary>
public sealed record Attempt(string ConversationId, string SenderId, MessageDraft Draft);
