using Xunit;

namespace ImOrleans.ClusterTests.Running;

/// <summary>Waiting for what should be there at once, with a limit that says what was missing.</summary>
internal static class Waiting
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <summary>Polls for a state that is not pushed.</summary>
    public static Task Until(Func<Task<bool>> isSo, string missing)
    {
        async Task Look()
        {
            while (!await isSo())
            {
                await Task.Yield();
            }
        }

        return Look().Soon(missing);
    }

    public static async Task Soon(this Task task, string missing)
    {
        try
        {
            await task.WaitAsync(Limit, TestContext.Current.CancellationToken);
        }
        catch (TimeoutException) when (!task.IsCompleted)
        {
            throw new TimeoutException(missing);
        }
    }
}
