using ImOrleans.Client.Connecting;
using ImOrleans.Client.Events;
using ImOrleans.Client.Storage;
using ImOrleans.Protocol.Hubs;
using ImOrleans.Protocol.Messages;
using Microsoft.Extensions.Logging;

namespace ImOrleans.Client.Outgoing;

/// <summary>The parts that sending uses.</summary>
/// <param name="Stored">Called for each entry that the server has stored, before the receipt is handed to its waiter.</param>
internal sealed record OutboxServices(
    ImClientOptions Options,
    IClientStore Store,
    IChatHub Hub,
    OnlineGate Online,
    ClientEvents Events,
    Action<MessageDraft, SendReceipt> Stored,
    ILogger Logger);
