namespace ImOrleans.Client.Connecting;

/// <summary>
/// How long to wait after each failure in a row. Jitter keeps a thousand clients of one dead gateway from coming back as one.
/// </summary>
internal sealed class Backoff(TimeSpan first, TimeSpan most, Func<double> random)
{
    private int failures;

    public Backoff(ImClientOptions options)
        : this(options.FirstBackoff, options.MaxBackoff, Random.Shared.NextDouble)
    {
    }

    public void Reset() => failures = 0;

    /// <param name="asked">The wait that the server asked for. The result is never shorter, and jitter is added to it.</param>
    public TimeSpan Next(TimeSpan? asked = null)
    {
        TimeSpan longest = TimeSpan.FromTicks((long)Math.Min(most.Ticks, first.Ticks * Math.Pow(2, failures)));
        failures = Math.Min(failures + 1, 30);
        return asked is { } wait ? wait + (longest * random() / 4) : longest * (0.25 + (0.75 * random()));
    }
}
