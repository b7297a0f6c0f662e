using System.Reflection;
using System.Text.Json;
using ImOrleans.EndToEndTests.People;
using ImOrleans.Protocol.Hubs;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;

namespace ImOrleans.EndToEndTests.Documents;

/// <summary>A hub connection that knows no records: arguments, answers and events are JSON.</summary>
internal sealed class ExampleConnection : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly HubConnection hub;
    private readonly EventLog events = new();

    public ExampleConnection(Uri server, string token)
    {
        hub = new HubConnectionBuilder()
            .WithUrl(new Uri(server, "hubs/chat"), options =>
            {
                options.AccessTokenProvider = () => Task.FromResult<string?>(token);
                options.Transports = HttpTransportType.WebSockets;
                options.SkipNegotiation = true;
            })
            .Build();
        foreach (MethodInfo method in typeof(IChatClient).GetMethods())
        {
            Type[] parameters = [.. method.GetParameters().Select(_ => typeof(JsonElement))];
            hub.On(method.Name, parameters, (arguments, _) =>
            {
                events.Add(new Received(method.Name, JsonSerializer.SerializeToElement(arguments)));
                return Task.CompletedTask;
            }, new object());
        }
    }

    public Task StartAsync() => hub.StartAsync().WaitAsync(Patience);

    public async Task<JsonElement> CallAsync(string method, string arguments)
    {
        object?[] parts = [.. JsonSerializer.Deserialize<JsonElement[]>(arguments)!];
        return await hub.InvokeCoreAsync<JsonElement>(method, parts).WaitAsync(Patience);
    }

    /// <summary>Waits until the server has called this method with arguments of this shape.</summary>
    public Task ReceivesAsync(string method, string shown, Shape shape) => events.FirstAsync<Received>(
        received => received.Method == method && shape.Compare(shown, received.Arguments).Length == 0,
        $"{method} {shape.Fill(shown)}",
        Patience);

    public ValueTask DisposeAsync() => hub.DisposeAsync();

    private sealed record Received(string Method, JsonElement Arguments);
}
