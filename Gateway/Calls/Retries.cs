using ImOrleans.Gateway.Process;
using Microsoft.Extensions.Options;

namespace ImOrleans.Gateway.Calls;

/// <summary>Repeats idempotent calls while what is wrong with the cluster passes.</summary>
internal sealed class Retries(TimeProvider time, IOptions<GatewayOptions> options, SiloLosses losses)
{
    public Backoff Begin() => new(time, options.Value, losses);

    /// <summary>The last failure is thrown when the time for repetition is over.</summary>
    public async Task<T> Run<T>(Func<Task<T>> call)
    {
        Backoff? backoff = null;
        while (true)
        {
            try
            {
                return await losses.Watch(call());
            }
            catch (Exception error) when (Backoff.Helps(error))
            {
                if (!await (backoff ??= Begin()).Wait())
                {
                    throw;
                }
            }
        }
    }

    public Task Run(Func<Task> call) => Run<object?>(async () =>
    {
        await call();
        return null;
    });
}
