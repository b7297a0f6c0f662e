namespace ImOrleans.Gateway.Calls;

/// <summary>For a gateway in a process of its own.</summary>
internal static class SiloLossesHosting
{
    /// <summary>After the gateway is added.</summary>
    public static IHostApplicationBuilder AddSiloLosses(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton(new SiloLosses(isApart: true));

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
