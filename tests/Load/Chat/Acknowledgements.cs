using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Hubs;
using Microsoft.AspNetCore.SignalR.Client;

namespace ImOrleans.Load.Chat;

/// <summary>Says at a pace, as an application would, up to where a connection has its conversation.</summary>
internal sealed class Acknowledgements : IAsyncDisposable
{
    private readonly HubConnection connection;
    private readonly PeriodicTimer pace;
    private readonly Task sending;
    private ConversationPosition? newest;

    public Acknowledgements(HubConnection connection, TimeSpan every)
    {
        (this.connection, pace) = (connection, new PeriodicTimer(every));
        sending = SendAsync();
    }

    public void Add(string conversationId, long seq) => Volatile.Write(ref newest, new ConversationPosition { ConversationId = conversationId, Seq = seq });

    public async ValueTask DisposeAsync()
    {
        pace.Dispose();
        await sending;
    }

    private async Task SendAsync()
    {
        while (await pace.WaitForNextTickAsync())
        {
            if (Interlocked.Exchange(ref newest, null) is { } position && connection.State == HubConnectionState.Connected)
            {
                await connection.SendAsync(nameof(IChatHub.Delivered), (ConversationPosition[])[position]);
            }
        }
    }
}
