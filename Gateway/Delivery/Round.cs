using System.Runtime.CompilerServices;

namespace ImOrleans.Gateway.Delivery;

/// <summary>Things to be repeated, spread over a period, so that silos see a trickle.</summary>
internal static class Round
{
    private const int Slices = 100;

    public static async IAsyncEnumerable<string> Of(
        string[] ids, TimeSpan period, TimeProvider time, [EnumeratorCancellation] CancellationToken stopping)
    {
        using PeriodicTimer slices = new(period / Slices, time);
        int next = 0;
        for (int slice = 1; slice <= Slices; slice++)
        {
            await slices.WaitForNextTickAsync(stopping);
            for (int end = (int)((long)ids.Length * slice / Slices); next < end; next++)
            {
                yield return ids[next];
            }
        }
    }
}
