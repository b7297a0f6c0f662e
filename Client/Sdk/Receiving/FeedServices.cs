using ImOrleans.Client.Connecting;
using ImOrleans.Client.Events;
using ImOrleans.Protocol.Hubs;
using Microsoft.Extensions.Logging;

namespace ImOrleans.Client.Receiving;

/// <summary>The parts that the feeds of all conversations share.</summary>
internal sealed record FeedServices(
    ImClientOptions Options,
    ConversationTable Table,
    IChatHub Hub,
    OnlineGate Online,
    ClientEvents Events,
    Acknowledgements Acks,
    Amendments Amendments,
    Func<string> Me,
    ILogger Logger);
