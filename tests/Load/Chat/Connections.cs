using System.Text.Json.Serialization;
using ImOrleans.Gateway.Hubs.MessagePack;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace ImOrleans.Load.Chat;

/// <summary>Makes the connections: real ones of the public client, over WebSockets at once.</summary>
internal static class Connections
{
    public static HubConnection Create(Uri hub, string protocol, string? accessToken)
    {
        IHubConnectionBuilder builder = new HubConnectionBuilder().WithUrl(hub, options =>
        {
            (options.SkipNegotiation, options.Transports) = (true, HttpTransportType.WebSockets);
            options.AccessTokenProvider = accessToken is null ? null : () => Task.FromResult<string?>(accessToken);
        });

        // The strict server takes no null for an absent member.
        return (protocol == "json"
            ? builder.AddJsonProtocol(json => json.PayloadSerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)
            : builder.AddMessagePackProtocol(messagePack => messagePack.SerializerOptions = ProtocolMessagePack.Options)).Build();
    }
}
