using ImOrleans.Protocol.Messages;

namespace ImOrleans.Grains.Devices;

/// <summary>The entries of one conversation that one device misses.</summary>
/// <param name="To">The last entry.</param>
/// <param name="Messages">The entries with bodies. Empty when there is no room for them; then the device is asked to check.</param>
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
