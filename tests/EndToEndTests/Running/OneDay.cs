namespace ImOrleans.EndToEndTests.Running;

/// <summary>Quotas of a day start again at midnight UTC. A test that midnight interrupts is repeated once.</summary>
public static class OneDay
{
    public static async Task RunAsync(Func<Task> test)
    {
        int day = Today();
        try
        {
            await test();
        }
        catch (Exception) when (Today() != day)
        {
            await test();
        }
    }

    private static int Today() => TimeProvider.System.GetUtcNow().DayOfYear;
}
