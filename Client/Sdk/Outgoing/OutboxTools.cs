using ImOrleans.Client.Connecting;
using ImOrleans.Client.Events;
using ImOrleans.Client.Storage;
using ImOrleans.Protocol.Hubs;
using ImOrleans.Protocol.Messages;
using Microsoft.Extensions.Logging;

namespace ImOrleans.Client.Outgoing;

/// <summary>What sending needs.</summary>
/// <param name="Stored">Told of each entry that the server has taken, before anybody who waits for the receipt.</param>
internal sealed record OutboxTools(
    ImClientOptions Options,
    IClientStore Store,
    IChatHub Hub,
    OnlineGate Online,
    ClientEvents Events,
    Action<MessageDraft, SendReceipt> Stored,
    ILogger Logger);
