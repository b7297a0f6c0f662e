using ImOrleans.Client.Connecting;
using ImOrleans.Client.Events;
using ImOrleans.Client.Storage;
using ImOrleans.Protocol.Hubs;
using Microsoft.Extensions.Logging;

namespace ImOrleans.Client.Receiving;

/// <summary>The parts that syncing uses.</summary>
internal sealed record SyncServices(
    ImClientOptions Options,
    ConversationTable Table,
    Feeds Feeds,
    Acknowledgements Acks,
    IChatHub Hub,
    OnlineGate Online,
    ClientEvents Events,
    Func<string> Me,
    ILogger Logger)
{
    /// <summary>The next sync asks for the whole index.</summary>
    public async Task ForgetCursorAsync() =>
        await Table.Store.WriteAsync(new ConversationWrite { Cursor = "" }, CancellationToken.None).ConfigureAwait(false);
}
