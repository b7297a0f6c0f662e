using System.Diagnostics.Metrics;

namespace ImOrleans.Gateway.Process;

/// <summary>The metrics of a gateway for operators, as the meter <c>ImOrleans.Gateway</c>.</summary>
internal sealed class GatewayMetrics
{
    private readonly UpDownCounter<int> connections;
    private readonly Counter<long> limited;
    private readonly Counter<long> behind;

    public GatewayMetrics(IMeterFactory meters)
    {
        Meter meter = meters.Create("ImOrleans.Gateway");
        connections = meter.CreateUpDownCounter<int>("imorleans.gateway.connections", description: "Connections that are admitted.");
        limited = meter.CreateCounter<long>("imorleans.gateway.limited", description: "Calls refused by a limit, by number of the refusal.");
        behind = meter.CreateCounter<long>("imorleans.gateway.clients_behind", description: "Times that a slow client was asked to pull.");
    }

    public void Connected() => connections.Add(1);

    public void Disconnected() => connections.Add(-1);

    public void Limited(ErrorCode code) => limited.Add(1, new KeyValuePair<string, object?>("code", (int)code));

    public void ClientBehind() => behind.Add(1);
}
