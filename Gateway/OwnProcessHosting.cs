using ImOrleans.Gateway.Calls;
using ImOrleans.Gateway.Delivery;

namespace ImOrleans.Gateway;

/// <summary>For a gateway in a process of its own: silos can be lost without it, and it can stop without them.</summary>
internal static class OwnProcessHosting
{
    /// <summary>After the gateway is added.</summary>
    public static IHostApplicationBuilder AddOwnProcess(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton(new SiloLosses(isApart: true));
        builder.Services.AddProcessPauses(isApart: true);

        // A process that ends closes its connections long before the others have declared it dead.
        builder.Services.AddSingleton<GatewayCountChangedHandler>(static services => (_, change) =>
        {
            if (change.NumberOfConnectedGateways < change.PreviousNumberOfConnectedGateways)
            {
                services.GetRequiredService<SiloLosses>().Report();
            }
        });
        return builder;
    }
}
