using System.Globalization;
using ImOrleans.Load.Checking.Recording;
using ImOrleans.Protocol.Messages;

namespace ImOrleans.Load.Checking.Towns;

/// <summary>The messages of a run, each made from its number alone: the same number gives the same draft for ever.</summary>
internal sealed class Texts(int seed)
{
    private const int FillerLength = 4_096;
    private static readonly string Run = Guid.CreateVersion7().ToString("N")[..12]; // Ids that grow keep the server's index small.
    private readonly string filler = string.Create(FillerLength, Dice.For(seed, "texts"), static (text, random) => random.GetItems(
        "abcdefghijklmnopqrstuvwxyz      ABCDEFGHIJKLMNOPQRSTUVWXYZ.,-0123456789\u00e9\u4f60\u597d", text));

    private long last;

    public long Count => Volatile.Read(ref last);

    public long NextNumber() => Interlocked.Increment(ref last);

    public MessageDraft Draft(long number) => new()
    {
        ClientMessageId = $"{Run}-{number:x10}",
        Kind = MessageKind.Text,
        Content = new MessageContent { Text = Text(number) },
    };

    /// <returns>The number; 0 for a notice, -1 for what this run did not send.</returns>
    public static long NumberOf(Message message)
    {
        if (message.Kind == MessageKind.Notice)
        {
            return 0;
        }

        string id = message.ClientMessageId;
        return id.Length == Run.Length + 11 && id.StartsWith(Run, StringComparison.Ordinal)
            && long.TryParse(id.AsSpan(Run.Length + 1), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out long number)
            ? number
            : Fact.None;
    }

    /// <summary>Mostly short, sometimes long.</summary>
    private string Text(long number)
    {
        Random random = Dice.For(seed, "text", (int)number);
        int length = random.Falls(0.03) ? random.Next(1, FillerLength - 200) : random.Next(1, 160);
        return filler.Substring(random.Next(FillerLength - length), length);
    }
}
