using System.Diagnostics;
using ImOrleans.Protocol.Errors;

namespace ImOrleans.ClusterTests.Running;

/// <summary>As gateways do: a call that may help is repeated.</summary>
internal static class Retrying
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async Task<T> Repeated<T>(Func<Task<T>> call)
    {
        long begun = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return await call();
            }
            catch (Exception failure) when (Helps(failure) && Stopwatch.GetElapsedTime(begun) < Patience)
            {
                await Task.Yield();
            }
        }
    }

    private static bool Helps(Exception failure) =>
        failure is OrleansException or TimeoutException or ImException { Code: ErrorCode.Unavailable or ErrorCode.StoreUnavailable };
}
