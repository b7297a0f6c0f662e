using System.Globalization;
using ImOrleans.Protocol.Messages;

namespace ImOrleans.Load.Ledgers;

/// <summary>
/// The messages that one user sent in a slice, and the pushes that the user got. A text begins with the number under which its sender keeps
/// it, so that a push is found without a dictionary: the generator shares the processors with the servers.
/// </summary>
/// <param name="userId">The user.</param>
/// <param name="head">The newest seq before the slice.</param>
internal sealed class Ledger(string userId, string filler, long head)
{
    private const int NumberDigits = 8;
    private readonly Lock gate = new();
    private readonly List<SentMessage> sent = [];
    private readonly List<long> pushed = [];
    private readonly List<string> complaints = [];

    /// <summary>In the order in which they were sent. Read when nothing is under way.</summary>
    public IReadOnlyList<SentMessage> Sent => sent;

    /// <summary>The numbers of what came, in its order.</summary>
    public IReadOnlyList<long> Pushed => pushed;

    /// <summary>Pushes of what the user had already: delivery is at least once, so they are counted and otherwise no matter.</summary>
    public int Repeated { get; private set; }

    /// <summary>Violations that were found during the slice.</summary>
    public IReadOnlyList<string> Complaints => complaints;

    /// <summary>The server has said that something may have been missed: holes among the pushes are then no fault.</summary>
    public bool ToldToCheck { get; set; }

    public bool IsSettled
    {
        get
        {
            lock (gate)
            {
                return sent.TrueForAll(message => message.Copies > 0 || !message.IsAcknowledged);
            }
        }
    }

    public SentMessage Enter(long at)
    {
        lock (gate)
        {
            string text = string.Create(CultureInfo.InvariantCulture, $"{sent.Count:x8}{filler}");
            SentMessage message = new(Guid.CreateVersion7().ToString("N"), text, at);
            sent.Add(message);
            return message;
        }
    }

    /// <param name="sender">The ledger of the sender.</param>
    public void Receive(Message message, Ledger sender, long at)
    {
        if (message.Seq <= head || message.SenderId == userId || pushed.BinarySearch(message.Seq) >= 0)
        {
            Repeated++;
            return;
        }

        pushed.Add(message.Seq);
        if (sender.Find(message) is { } entered)
        {
            entered.Receive(at);
        }
        else
        {
            Complain($"was pushed {message.Seq} ({message.ClientMessageId}), which its peer did not send in this slice");
        }
    }

    public void Complain(string complaint)
    {
        lock (gate)
        {
            complaints.Add(complaint);
        }
    }

    /// <summary>The message as it was sent; null when nothing like it was.</summary>
    public SentMessage? Find(Message message)
    {
        lock (gate)
        {
            return message.Content.Text is { Length: >= NumberDigits } text
                && int.TryParse(text.AsSpan(0, NumberDigits), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out int number)
                && number >= 0 && number < sent.Count && sent[number].ClientMessageId == message.ClientMessageId
                ? sent[number]
                : null;
        }
    }
}
