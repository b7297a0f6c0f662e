using ImOrleans.Gateway.Calls;
using ImOrleans.Gateway.Process;
using ImOrleans.Grains.Calls;
using ImOrleans.Grains.Users;
using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Errors;
using ImOrleans.Turns;

namespace ImOrleans.Gateway.Delivery;

/// <summary>
/// The acknowledgements of one connection: the first is passed on at once, later ones are merged and sent at a pace. A client that
/// acknowledges each message must not cost a call for each. Kept per connection, not per device: positions never move back, so parallel
/// calls need no order.
/// </summary>
internal sealed partial class DeliveryAcks(
    IUserGrain user, string deviceId, Retries retries, TimeProvider time, GatewayOptions options, ILogger<DeliveryAcks> logger)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, long> waiting = new(0);
    private OneInFlight? sending;

    /// <summary>Returns when the positions are entered; they arrive later.</summary>
    /// <exception cref="ImException"><see cref="ErrorCode.TooManySends"/> when too many conversations wait.</exception>
    public void Add(ConversationPosition[] positions)
    {
        lock (gate)
        {
            if (waiting.Count > 0 && waiting.Count + positions.Length > options.MaxWaitingAcks)
            {
                throw new ImException(ErrorCode.TooManySends, "Too many positions are waiting.", TimeSpan.FromSeconds(1));
            }

            foreach (ConversationPosition position in positions)
            {
                waiting[position.ConversationId] = Math.Max(position.Seq, waiting.GetValueOrDefault(position.ConversationId));
            }

            sending ??= new OneInFlight(SendUntilEmpty);
        }

        _ = sending.Request();
    }

    private async Task SendUntilEmpty()
    {
        while (Take() is { } positions)
        {
            await Send(positions);
            await Task.Delay(options.AckPace, time);
        }
    }

    private ConversationPosition[]? Take()
    {
        lock (gate)
        {
            if (waiting.Count == 0)
            {
                return null;
            }

            ConversationPosition[] positions =
                [.. waiting.Select(position => new ConversationPosition { ConversationId = position.Key, Seq = position.Value })];
            waiting.Clear();
            return positions;
        }
    }

    /// <summary>A position that is lost is pushed again by the device lane, and the client says again that it has it.</summary>
    private async Task Send(ConversationPosition[] positions)
    {
        try
        {
            await retries.Run(() => user.Delivered(deviceId, positions));
        }
        catch (Exception error)
        {
            LogLost(positions.Length, deviceId, error.Message, error.Unexpected);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The delivered positions of {Count} conversations of device {DeviceId} were lost. {Reason}")]
    private partial void LogLost(int count, string deviceId, string reason, Exception? error);
}
