using System.Net.WebSockets;
using ImOrleans.Client.Accounts;
using ImOrleans.Client.Errors;
using ImOrleans.Client.Json;
using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Errors;
using ImOrleans.Protocol.Hubs;
using ImOrleans.Protocol.Messages;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace ImOrleans.Client.Connecting;

/// <summary>Makes hub connections: a WebSocket without negotiation, so that any gateway will do, and JSON without reflection.</summary>
internal sealed class HubLink(ImClientOptions options, ServerAddresses addresses, Api api, IChatClient incoming)
{
    private Uri? server;

    /// <param name="token">The access token of the session. A connection can outlive it.</param>
    /// <param name="closed">Completes when the connection has ended, with the error that ended it.</param>
    public HubConnection Build(string token, out Task<Exception?> closed)
    {
        server = addresses.Current;
        HubConnection hub = new HubConnectionBuilder()
            .WithUrl(new Uri(server, "hubs/chat"), http =>
            {
                http.Transports = HttpTransportType.WebSockets;
                http.SkipNegotiation = true;
                http.AccessTokenProvider = () => Task.FromResult<string?>(token);
            })
            .AddJsonProtocol(json => json.PayloadSerializerOptions = ClientJson.Wire.Options)
            .Build();
        hub.KeepAliveInterval = options.KeepAlive;
        hub.ServerTimeout = options.ServerTimeout;
        hub.HandshakeTimeout = options.CallTimeout;
        TaskCompletionSource<Exception?> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        hub.Closed += error =>
        {
            ended.TrySetResult(error);
            return Task.CompletedTask;
        };
        closed = ended.Task;
        Bind(hub);
        return hub;
    }

    /// <summary>The connection is gone, or was never made: the next one goes to the next address.</summary>
    public void Leave()
    {
        if (server is { } left)
        {
            addresses.MoveFrom(left);
        }
    }

    /// <summary>A refused WebSocket does not say why; a REST call with the same token does, and renews the token if that was it.</summary>
    public async Task<ImException> ExplainAsync(Exception error, CancellationToken cancellation)
    {
        if (error is not WebSocketException { WebSocketErrorCode: WebSocketError.NotAWebSocket })
        {
            return Refusals.Unreachable("The server cannot be reached.");
        }

        try
        {
            await api.GetAsync("api/users/me", ClientJson.Wire.UserProfile, cancellation).ConfigureAwait(false);
            return Refusals.Unreachable("The server takes no connection now.");
        }
        catch (ImException refusal)
        {
            return refusal;
        }
        catch (OperationCanceledException)
        {
            return Refusals.Unreachable("The server did not answer in time.");
        }
    }

    private void Bind(HubConnection hub)
    {
        hub.On<PostedMessages[]>(nameof(IChatClient.MessagesPosted), incoming.MessagesPosted);
        hub.On<string, string, long>(nameof(IChatClient.ReadChanged), incoming.ReadChanged);
        hub.On<string, string, long>(nameof(IChatClient.DeliveredChanged), incoming.DeliveredChanged);
        hub.On<string, string>(nameof(IChatClient.Typing), incoming.Typing);
        hub.On<string, bool, DateTimeOffset?>(nameof(IChatClient.PresenceChanged), incoming.PresenceChanged);
        hub.On<ConversationChange>(nameof(IChatClient.ConversationChanged), incoming.ConversationChanged);
        hub.On(nameof(IChatClient.CheckHeads), incoming.CheckHeads);
        hub.On<string>(nameof(IChatClient.SignedOut), incoming.SignedOut);
    }
}
