using System.Diagnostics;

namespace ImOrleans.Load.Servers;

/// <summary>Waits until a server that was started answers that it is ready.</summary>
internal static class Readiness
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);

    /// <exception cref="InvalidOperationException">The process ended, or was not ready in time.</exception>
    public static async Task WaitAsync(Uri url, Process process, TimeSpan step)
    {
        using HttpClient http = new() { BaseAddress = url, Timeout = TimeSpan.FromSeconds(2) };
        using PeriodicTimer rounds = new(step);
        long began = Stopwatch.GetTimestamp();
        while (!await IsReadyAsync(http))
        {
            if (process.HasExited)
            {
                throw new InvalidOperationException($"The server ended with {process.ExitCode} before it was ready.");
            }

            if (Stopwatch.GetElapsedTime(began) > StartTimeout)
            {
                throw new InvalidOperationException($"The server was not ready within {StartTimeout.TotalSeconds} s.");
            }

            await rounds.WaitForNextTickAsync();
        }
    }

    private static async Task<bool> IsReadyAsync(HttpClient http)
    {
        try
        {
            using HttpResponseMessage answer = await http.GetAsync(new Uri("/health/ready", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
        {
            return false; // It does not listen yet.
        }
    }
}
