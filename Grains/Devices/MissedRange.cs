using ImOrleans.Protocol.Messages;

namespace ImOrleans.Grains.Devices;

/// <summary>What one device misses of one conversation.</summary>
/// <param name="To">Its last entry.</param>
/// <param name="Messages">With bodies, when there is room for them; otherwise none, and the device is told to look.</param>
internal sealed record MissedRange(long To, Message[] Messages)
{
    public int Bytes { get; } = MessageWeight.Of(Messages);

    /// <summary>Without what the device has acknowledged.</summary>
    public MissedRange After(long delivered) =>
        Messages.Length == 0 || delivered < Messages[0].Seq ? this : this with { Messages = Array.FindAll(Messages, message => message.Seq > delivered) };

    /// <summary>With what came later; without bodies, unless all of them follow each other.</summary>
    public MissedRange With(DeviceEvent later) =>
        later.To <= To ? this
        : Messages.Length > 0 && later.Messages.Length > 0 && later.From == To + 1 ? new MissedRange(later.To, [.. Messages, .. later.Messages])
        : new MissedRange(later.To, []);
}
